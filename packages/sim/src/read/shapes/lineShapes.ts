import { nextLine } from '../lines.js';
import { isDigit, type Run, shapeHash } from './runs.js';

/** What stands between two runs, and what may follow it. */
class Literal<Meaning> {
  /** Lines that go on with a picture of a bar (0), or with 1, 2, 3, or 4 and more digits. */
  readonly after: (Literal<Meaning>[] | undefined)[] = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ];
  /** What a line means that ends here. */
  meaning: Meaning | undefined = undefined;
  isStrict = false;

  constructor(readonly bytes: Uint8Array) {}
}

const longestLine = 2000;
const longestRun = 24;
const mostRuns = 256;
const mostLiterals = 8192;
const mostSiblings = 128;
const mostTimes = 16;
const encoder = new TextEncoder();

/**
 * The shapes of the lines that were seen before. Lines are of one shape if they differ in digits only, and in the number of
 * digits only where there are four or more. A log prints one shape over and over: what its first line meant, the next one
 * means with other numbers, and to find that out takes one pass over its bytes. Digits within names do not vary within a
 * shape. Memory: a few MiB at most, whatever the log.
 */
export class LineShapes<Meaning> {
  /** Of the line that matched last: where its digits begin and end, and where the next line begins. */
  readonly starts = new Int32Array(mostRuns);
  readonly ends = new Int32Array(mostRuns);
  next = 0;
  private first: Literal<Meaning>[] = [];
  private literals = 0;
  private times = 0;
  private readonly seen = new Uint32Array(4096);

  /** What the line that begins at `from` means; undefined if no line of its shape was learnt. */
  match(bytes: Uint8Array, from: number, to: number): Meaning | undefined {
    let siblings: Literal<Meaning>[] | undefined = this.first;
    let at = from;
    let runs = 0;
    while (siblings !== undefined) {
      let following: Literal<Meaning>[] | undefined;
      for (let k = 0; k < siblings.length && following === undefined; k++) {
        const literal: Literal<Meaning> = siblings[k]!;
        const text = literal.bytes;
        const length = text.length;
        let i = 0;
        while (i < length && bytes[at + i] === text[i]) i++;
        if (i < length) continue;
        const end = at + length;
        const code = end < to ? bytes[end]! : 10;
        if (isDigit(code)) {
          let last = end + 1;
          while (last < to && isDigit(bytes[last]!)) last++;
          const count = last - end;
          if (count > longestRun || (literal.isStrict && code === 48 && count > 1)) continue;
          following = literal.after[count < 4 ? count : 4];
          this.starts[runs] = end;
          this.ends[runs] = last;
          if (following === undefined) continue;
          runs++;
          at = last;
        } else if (code === 10 || code === 13 || code === 8) {
          if (literal.meaning === undefined) continue;
          this.next = nextLine(bytes, end, to);
          return literal.meaning;
        } else {
          const last = literal.after[0] === undefined ? -1 : barEnd(bytes, end, to);
          if (last < 0) continue;
          following = literal.after[0];
          at = last;
        }
        if (k > 0) {
          siblings[k] = siblings[k - 1]!;
          siblings[k - 1] = literal;
        }
      }
      siblings = following;
    }
    return undefined;
  }

  /** Whether it is worth learning this line: from the second line of a shape on, while there is room. */
  isRecurring(line: string): boolean {
    if (line.length > longestLine || this.times > mostTimes) return false;
    const hash = shapeHash(line);
    const at = (hash ^ (hash >>> 16)) & 4095;
    const isKnown = this.seen[at] === hash;
    this.seen[at] = hash;
    return isKnown;
  }

  learn(line: string, runs: readonly Run[], meaning: Meaning): void {
    // Bytes that are no UTF-8 cannot be had back from the text.
    if (runs.length > mostRuns || line.includes('\ufffd')) return;
    if (this.literals > mostLiterals) {
      this.forget();
      this.times++;
    }
    let siblings = this.first;
    let from = 0;
    for (const run of runs) {
      const literal = this.literal(siblings, line.slice(from, run.from));
      if (literal === null) return;
      if (run.isStrict) literal.isStrict = true;
      const kind = run.isBar ? 0 : Math.min(run.to - run.from, 4);
      siblings = literal.after[kind] ??= [];
      from = run.to;
    }
    const last = this.literal(siblings, line.slice(from));
    if (last !== null) last.meaning = meaning;
  }

  forget(): void {
    [this.first, this.literals] = [[], 0];
  }

  private literal(siblings: Literal<Meaning>[], text: string): Literal<Meaning> | null {
    const bytes = encoder.encode(text);
    const isSame = (other: Uint8Array) =>
      other.length === bytes.length && other.every((byte, i) => byte === bytes[i]);
    const known = siblings.find((literal) => isSame(literal.bytes));
    if (known) return known;
    if (siblings.length >= mostSiblings) return null;
    const made = new Literal<Meaning>(bytes);
    siblings.push(made);
    this.literals++;
    return made;
  }
}

/** Where the picture of a bar ends: blanks, `#`, and the glyphs U+2580 to U+259F, not blanks alone; -1 where it is none. */
function barEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let drawn = false;
  for (; at < to && bytes[at] !== 124; ) {
    const code = bytes[at]!;
    const isGlyph =
      code === 0xe2 && bytes[at + 1] === 0x96 && bytes[at + 2]! >= 0x80 && bytes[at + 2]! <= 0x9f;
    if (!isGlyph && code !== 32 && code !== 35) return -1;
    drawn ||= code !== 32;
    at += isGlyph ? 3 : 1;
  }
  return drawn ? at : -1;
}
