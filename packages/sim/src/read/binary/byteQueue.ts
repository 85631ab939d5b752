import { concat } from '../bytes.js';
import type { Bytes } from '../reader.js';

/** Takes exact numbers of bytes from a stream of pieces. */
export class ByteQueue {
  private readonly iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(bytes: Bytes) {
    this.iterator = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  }

  /** The next `size` bytes, fewer at the end of the stream. */
  async take(size: number): Promise<Uint8Array> {
    const whole = this.takeBuffered(size);
    if (whole) return whole;
    const parts = [this.piece.subarray(this.at)];
    let have = parts[0]!.length;
    while (have < size) {
      const next = await this.iterator.next();
      if (next.done) {
        this.piece = new Uint8Array(0);
        this.at = 0;
        return concat(parts);
      }
      const part = next.value.subarray(0, size - have);
      parts.push(part);
      have += part.length;
      this.piece = next.value;
      this.at = part.length;
    }
    return concat(parts);
  }

  /** The same without waiting, or null where the bytes at hand are too few. */
  takeBuffered(size: number): Uint8Array | null {
    if (this.piece.length - this.at < size) return null;
    this.at += size;
    return this.piece.subarray(this.at - size, this.at);
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}
