import { concat } from './bytes.js';
import type { Bytes } from './reader.js';

const LF = 10;
const CR = 13;
const BS = 8;

/** Maximum length of a line, in bytes; the rest is dropped. No trainer prints a loss a mebibyte into a line. */
export const longestLine = 1 << 20;

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const escapes = /\x1b\[[0-9;?]*[A-Za-z]/g;

export type LineVisitor = (line: string, number: number) => void;

/** Takes the lines of a log in their order. */
export interface LineTaker {
  line(line: string, number: number): void;
  /**
   * Takes the line that begins at `from` from its bytes alone, if it is like one seen before: where the next line begins;
   * 0 if it must be seen as text. A line ends at LF, CR LF, CR, or backspaces.
   */
  takeBytes?(bytes: Uint8Array, from: number, to: number): number;
}

/**
 * Cuts bytes into lines, whatever the pieces: ends at CR LF, LF, a lone CR or backspaces (progress bars go back to the
 * start of their line with either), drops a byte-order mark and terminal colours, replaces what is not UTF-8. Lines are
 * numbered from 1. Memory: one piece and one line of at most `longestLine` bytes.
 */
export class LineSplitter {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly encoder = new TextEncoder();
  private carry: Uint8Array[] = [];
  private carried = 0;
  /** The line that is carried has lost its end. */
  private isCut = false;
  private number = 0;
  /** Lines that lost their end. */
  cut = 0;
  private started = false;
  private hasColours = false;

  private readonly taker: LineTaker;

  constructor(taker: LineVisitor | LineTaker) {
    this.taker = typeof taker === 'function' ? { line: taker } : taker;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += longestLine) this.piece(bytes.subarray(at, at + longestLine));
  }

  end(): void {
    if (this.carried > 0) this.split(this.take(new Uint8Array(0)));
  }

  private piece(bytes: Uint8Array): void {
    // Cutting after a line end, a UTF-8 sequence is never cut, and the fast one-shot decoder can be used.
    let cut = bytes.lastIndexOf(LF) + 1;
    // A CR that ends the piece may be half of a CR LF: it waits for the next piece.
    if (cut === 0 && bytes.length > 1) cut = bytes.lastIndexOf(CR, bytes.length - 2) + 1;
    if (cut === 0) cut = bytes.lastIndexOf(BS) + 1;
    let from = 0;
    if (cut > 0 && this.carried > 0) {
      // The line that the piece before began.
      from = bytes.indexOf(LF) + 1 || cut;
      this.split(this.take(bytes.subarray(0, from)));
    }
    if (cut > from) this.split(bytes.subarray(from, cut));
    this.keep(bytes.subarray(cut));
  }

  private keep(bytes: Uint8Array): void {
    const room = longestLine - this.carried;
    if (room < bytes.length) this.isCut = true;
    const kept = room >= bytes.length ? bytes : bytes.subarray(0, Math.max(room, 0));
    if (kept.length === 0) return;
    // A copy, since the producer may reuse its buffer.
    this.carry.push(Uint8Array.from(kept));
    this.carried += kept.length;
  }

  /** The line that was carried, with its end. */
  private take(bytes: Uint8Array): Uint8Array {
    let whole: Uint8Array;
    if (this.isCut) {
      // What was lost must not join what stood before and behind it; nor is half of a number one.
      const start = concat(this.carry);
      whole = concat([start.subarray(0, lastBlank(start)), bytes.subarray(Math.max(bytes.length - 1, 0))]);
      this.cut++;
      this.isCut = false;
    } else whole = concat([...this.carry, bytes]);
    this.carry = [];
    this.carried = 0;
    return whole;
  }

  /** Whole lines, except at the end of the log. */
  private split(whole: Uint8Array): void {
    let bytes = whole;
    if (!this.started) {
      this.started = true;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    if (this.taker.takeBytes) this.lines(bytes);
    else this.text(this.plain(this.decoder.decode(bytes)));
  }

  private plain(text: string): string {
    if (!text.includes('\u001b')) return text;
    this.hasColours = true;
    return text.replace(escapes, '');
  }

  /** Line by line, those that are known from their bytes alone. */
  private lines(whole: Uint8Array): void {
    const { taker, decoder } = this;
    // Known lines have no colours.
    const bytes = this.hasColours ? this.encoder.encode(this.plain(decoder.decode(whole))) : whole;
    const to = bytes.length;
    let text: string | null = null;
    let redraws = false;
    for (let from = 0; from < to; this.number++) {
      const next = taker.takeBytes!(bytes, from, to);
      if (next > 0) {
        from = next;
        continue;
      }
      if (text === null) {
        text = decoder.decode(bytes);
        redraws = text.includes('\r') || text.includes('\b');
      }
      // Every byte a character?
      const isAligned = text.length === to;
      const start = from;
      let end = isAligned ? text.indexOf('\n', from) : bytes.indexOf(LF, from);
      if (end < 0) end = to;
      if (redraws) for (end = start; end < to && !endsLine(bytes[end]!); ) end++;
      from = redraws ? nextLine(bytes, end, to) : end + 1;
      const line = isAligned ? text.slice(start, end) : decoder.decode(bytes.subarray(start, end));
      taker.line(this.plain(line), this.number + 1);
    }
  }

  private text(text: string): void {
    const redraws = text.includes('\r') || text.includes('\b');
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      if (redraws) this.redrawn(text.slice(from, text.charCodeAt(to - 1) === CR && to > from ? to - 1 : to));
      else this.taker.line(text.slice(from, to), ++this.number);
      from = to + 1;
    }
    if (from < text.length) this.redrawn(text.slice(from).replace(/\r$/, ''));
  }

  private redrawn(line: string): void {
    if (line.includes('\r') || line.includes('\b')) {
      for (const part of line.split(redraw)) this.taker.line(part, ++this.number);
    } else this.taker.line(line, ++this.number);
  }
}

/** Where the last cell or word of these bytes begins. */
function lastBlank(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && !blanks.includes(bytes[at - 1]!)) at--;
  return at;
}

/** Blank, tab, comma, semicolon, bar. */
const blanks = [32, 9, 44, 59, 124];

/** A progress bar goes back to the start of its line with a CR, or with backspaces. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const redraw = /\r|\x08+/;

/** LF, CR, or a backspace. */
export const endsLine = (code: number): boolean => code === LF || code === CR || code === BS;

/** Where the line behind this end of one begins: behind LF, CR, CR LF, or backspaces. */
export function nextLine(bytes: Uint8Array, end: number, to: number): number {
  let at = end;
  if (bytes[at] === BS) {
    while (at < to && bytes[at] === BS) at++;
    return at;
  }
  return Math.min(bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1, to);
}

/** Gives every line of a log to a taker, in the order of the log. Says how many had to be cut, in notes. */
export async function forEachLine(bytes: Bytes, taker: LineVisitor | LineTaker): Promise<string[]> {
  const splitter = new LineSplitter(taker);
  for await (const piece of bytes) splitter.push(piece);
  splitter.end();
  const { cut } = splitter;
  return cut === 0
    ? []
    : [`${cut} ${cut === 1 ? 'line is' : 'lines are'} longer than 1 MiB: read up to there`];
}

/** The lines of the first bytes of a log; the last one may be cut. */
export function headLines(head: Uint8Array): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.push(head);
  splitter.end();
  return lines;
}
