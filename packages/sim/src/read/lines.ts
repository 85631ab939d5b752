import { concat } from './bytes.js';
import type { Bytes } from './reader.js';

const LF = 10;
const CR = 13;

/** A line longer than this is cut: no trainer prints a loss a mebibyte into a line. */
export const longestLine = 1 << 20;

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
const ESC = String.fromCharCode(27);
const BACKSPACE = String.fromCharCode(8);
/** A progress bar goes back to the start of its line with a CR, or with backspaces. */
const redraw = new RegExp(`\r|${BACKSPACE}+`);

export type LineVisitor = (line: string, number: number) => void;

/**
 * Cuts bytes into lines, whatever the pieces: ends at CR LF, LF, a lone CR or backspaces (progress bars),
 * drops a byte-order mark and terminal colours, replaces what is not UTF-8. Lines are numbered from 1.
 * Memory: one piece and one line of at most `longestLine` bytes.
 */
export class LineSplitter {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private carry: Uint8Array[] = [];
  private carried = 0;
  private number = 0;
  private started = false;

  constructor(private readonly visit: LineVisitor) {}

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
    if (cut === 0) cut = bytes.length > 1 ? bytes.lastIndexOf(CR, bytes.length - 2) + 1 : 0;
    if (cut > 0) this.split(this.take(bytes.subarray(0, cut)));
    this.keep(bytes.subarray(cut));
  }

  private keep(bytes: Uint8Array): void {
    const room = longestLine - this.carried;
    const kept = room >= bytes.length ? bytes : bytes.subarray(0, Math.max(room, 0));
    if (kept.length === 0) return;
    // A copy, since the producer may reuse its buffer.
    this.carry.push(kept.slice());
    this.carried += kept.length;
  }

  private take(bytes: Uint8Array): Uint8Array {
    if (this.carried === 0) return bytes;
    const whole = concat([...this.carry, bytes]);
    this.carry = [];
    this.carried = 0;
    return whole;
  }

  private split(bytes: Uint8Array): void {
    let text = this.decoder.decode(bytes);
    if (!this.started) {
      this.started = true;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    if (text.includes(ESC)) text = text.replace(escapes, '');
    const redraws = text.includes('\r') || text.includes(BACKSPACE);
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      if (redraws)
        this.splitLine(text.slice(from, text.charCodeAt(to - 1) === CR && to > from ? to - 1 : to));
      else this.visit(text.slice(from, to), ++this.number);
      from = to + 1;
    }
    if (from < text.length) this.splitLine(text.slice(from).replace(/\r$/, ''));
  }

  private splitLine(line: string): void {
    if (line.includes('\r') || line.includes(BACKSPACE)) {
      for (const part of line.split(redraw)) this.visit(part, ++this.number);
    } else this.visit(line, ++this.number);
  }
}

/** Visits every line of a log in the order of the log. */
export async function forEachLine(bytes: Bytes, visit: LineVisitor): Promise<void> {
  const splitter = new LineSplitter(visit);
  for await (const piece of bytes) splitter.push(piece);
  splitter.end();
}

/** The lines of the first bytes of a log; the last one may be cut. */
export function headLines(head: Uint8Array): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.push(head);
  splitter.end();
  return lines;
}
