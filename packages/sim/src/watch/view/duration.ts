/** Some time, to two places of its units: `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return withRest(minutes, 60, 'h', 'min');
  return withRest(hours, 24, 'd', 'h');
}

function withRest(value: number, size: number, unit: string, smaller: string): string {
  const rest = value % size;
  return `${Math.floor(value / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smaller}`}`;
}
