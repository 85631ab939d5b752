/** Where one progress bar ends and the next one begins. */
const bars = /(?<=[\]}])(?=[^[\]{}|]{0,60}\d%\|)/;

/** The records of a line that has several, since what ended each was lost; null where it has one. */
export function partsOf(line: string): readonly string[] | null {
  if (line.length <= 40) return null;
  // Bars whose carriage returns were lost share a line with all that was printed between them.
  return line.indexOf('%|') === line.lastIndexOf('%|') ? gluedParts(line) : line.split(bars);
}

/** Records that share a line, since each ends without one: `step: 1 loss: 0.5step: 2 loss: 0.25`; null where there is one. */
function gluedParts(line: string): string[] | null {
  const start = /^\s*([A-Za-z]{3,}[^\w\s]?)/.exec(line)?.[1];
  if (start === undefined || line.indexOf(start, 8) < 0) return null;
  const parts: string[] = [];
  let from = 0;
  for (let at = line.indexOf(start, 8); at > 0; at = line.indexOf(start, at + start.length)) {
    if (!/[\d)%\]}]/.test(line[at - 1]!)) continue;
    parts.push(line.slice(from, at));
    from = at;
  }
  return from === 0 ? null : [...parts, line.slice(from)];
}
