import { PickleError } from './pickleError.js';

/** Reads a pickle's bytes from front to back; pieces are views, not copies. */
export class ByteReader {
  at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new PickleError('it is truncated');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  u8 = () => this.#view.getUint8(this.#step(1));
  u16 = () => this.#view.getUint16(this.#step(2), true);
  u32 = () => this.#view.getUint32(this.#step(4), true);
  i32 = () => this.#view.getInt32(this.#step(4), true);

  /** Big endian, the only number that is. */
  f64 = () => this.#view.getFloat64(this.#step(8), false);

  /** A whole number of `length` bytes, in two's complement. */
  long(length: number): number {
    if (length > 8) throw new PickleError('a number has more than 8 bytes');
    let value = 0n;
    for (const byte of this.take(length).toReversed()) value = value * 256n + BigInt(byte);
    return Number(BigInt.asIntN(8 * length, value));
  }

  /** A length; one beyond 2^53 is beyond any file. */
  u64 = () => Number(this.#view.getBigUint64(this.#step(8), true));

  /** Up to the end of the line, which is left out. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > 4096) throw new PickleError('it has no end of a line');
    const line = this.take(end - this.at);
    this.at++;
    return Buffer.from(line).toString('latin1');
  }

  text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(length));
    } catch (error) {
      if (error instanceof PickleError) throw error;
      throw new PickleError('its text is not UTF-8');
    }
  }

  #step(length: number): number {
    if (length > this.bytes.length - this.at) throw new PickleError('it is truncated');
    this.at += length;
    return this.at - length;
  }
}
