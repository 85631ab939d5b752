import { endsLine, nextLine } from '../lines.js';
import { isDigit, type Run, shapeHash } from './runs.js';

/** A whole line: its bytes, and for a run of digits `isRun` + how many, 4 for more; `isStrict` and `isBar` mark such runs. */
interface Shape<Meaning> {
  readonly program: Uint16Array;
  meaning: Meaning;
}
const isRun = 256;
const isStrict = 8;
const isBar = 16;

/** Of a line that matched: where its digits begin and end, and what whole numbers they spell. */
export type MatchedRuns = Pick<LineShapes<unknown>, 'starts' | 'ends' | 'values'>;

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
  /** The shape of a line that ends here. */
  shape: Shape<Meaning> | null = null;
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
  /** The whole number that each run of digits spells: exact up to 2^53, that is with 15 digits or fewer. */
  readonly values = new Float64Array(mostRuns);
  next = 0;
  private latest: Shape<Meaning> | null = null;
  private before: Shape<Meaning> | null = null;
  private first: Literal<Meaning>[] = [];
  private literals = 0;
  private times = 0;
  private readonly seen = new Uint32Array(4096);

  /** What the line that begins at `from` means; undefined if no line of its shape was learnt. */
  match(bytes: Uint8Array, from: number, to: number): Meaning | undefined {
    const { latest, before } = this;
    // Most lines are of the shape of the one before, or of that before it.
    if (latest !== null && this.fits(latest.program, bytes, from, to)) return latest.meaning;
    const isBefore = before !== null && this.fits(before.program, bytes, from, to);
    const found = isBefore ? before : this.find(bytes, from, to);
    if (found === null) return undefined;
    this.before = latest;
    this.latest = found;
    return found.meaning;
  }

  private fits(program: Uint16Array, bytes: Uint8Array, from: number, to: number): boolean {
    const { starts, ends, values } = this;
    let at = from;
    let runs = 0;
    for (let k = 0; k < program.length; k++) {
      const code = program[k]!;
      if (code < isRun) {
        if (bytes[at] !== code) return false;
        at++;
      } else if ((code & isBar) !== 0) {
        at = barEnd(bytes, at, to);
        if (at < 0) return false;
      } else {
        const start = at;
        let value = 0;
        for (let digit = 0; at < to; at++) {
          digit = bytes[at]! - 48;
          if (digit < 0 || digit > 9) break;
          value = value * 10 + digit;
        }
        const count = at - start;
        const kind = code & 7;
        if (kind < 4 ? count !== kind : count < 4 || count > longestRun) return false;
        if ((code & isStrict) !== 0 && count > 1 && bytes[start] === 48) return false;
        starts[runs] = start;
        values[runs] = value;
        ends[runs++] = at;
      }
    }
    if (at < to && !endsLine(bytes[at]!)) return false;
    this.next = nextLine(bytes, at, to);
    return true;
  }

  /** The shape of the line that begins at `from`, among all that were learnt. */
  private find(bytes: Uint8Array, from: number, to: number): Shape<Meaning> | null {
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
          let value = code - 48;
          for (; last < to && isDigit(bytes[last]!); last++) value = value * 10 + bytes[last]! - 48;
          const count = last - end;
          if (count > longestRun || (literal.isStrict && code === 48 && count > 1)) continue;
          following = literal.after[count < 4 ? count : 4];
          this.starts[runs] = end;
          this.ends[runs] = last;
          this.values[runs] = value;
          if (following === undefined) continue;
          runs++;
          at = last;
        } else if (endsLine(code)) {
          if (literal.shape === null) continue;
          this.next = nextLine(bytes, end, to);
          return literal.shape;
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
    return null;
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
    if (last !== null) last.shape = { program: programOf(line, runs), meaning };
  }

  forget(): void {
    [this.first, this.literals] = [[], 0];
    [this.latest, this.before] = [null, null];
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

function programOf(line: string, runs: readonly Run[]): Uint16Array {
  const codes: number[] = [];
  let from = 0;
  for (const run of runs) {
    codes.push(...encoder.encode(line.slice(from, run.from)));
    const marks = (run.isStrict ? isStrict : 0) + (run.isBar ? isBar : 0);
    codes.push(isRun + marks + (run.isBar ? 0 : Math.min(run.to - run.from, 4)));
    from = run.to;
  }
  return Uint16Array.from([...codes, ...encoder.encode(line.slice(from))]);
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
