import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { BadInput } from '../../badInput.js';
import { notPlain, readOnly, unreadable } from '../../plainFile.js';

const magic = 0xced7230a;
const magicBytes = Uint8Array.of(0x0a, 0x23, 0xd7, 0xce);

// Not a FileHandle: an unclosed FileHandle causes an error later, a descriptor only stays open.
const open = promisify(fs.open);
const stat = promisify(fs.fstat);
const read = promisify(fs.read);
const close = promisify(fs.close);

/** Upper limit for a record, split or not. */
const mostBytes = 1 << 26;

/** Upper limit for the parts of a record. An image contains the magic word by chance, hardly ever twice. */
const mostParts = 1000;

/** Bytes of the first read, so that most images need only one call. */
const guess = 1 << 14;

/** Flags of a payload that was split at the magic word: 0 whole, then first, middle and last part. */
const [whole, firstPart, middlePart, lastPart] = [0, 1, 2, 3];

/**
 * The payload's length in the first eight bytes of a record.
 *
 * @throws RangeError if they are not those of a record in one part
 */
export function wholeLength(record: Uint8Array): number {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const word = view.getUint32(4, true);
  if (view.getUint32(0, true) !== magic || word >>> 29 !== whole) throw new RangeError('not a whole record');
  return word;
}

/**
 * An open RecordIO file. A record consists of a magic word, a word with a flag (3 bits) and a length (29 bits), and
 * that many bytes, padded to a multiple of 4. A payload that contains the magic word at a multiple of 4 is split
 * there into parts without it. Offsets are numbers, so a file may be larger than 4 GiB.
 *
 * Source: dmlc-core's recordio.h.
 */
export class RecordFile {
  readonly #file: number;

  private constructor(
    readonly path: string,
    file: number,
    readonly size: number,
  ) {
    this.#file = file;
  }

  static async open(path: string): Promise<RecordFile> {
    try {
      const file = await open(path, readOnly);
      const found = await stat(file);
      if (found.isFile()) return new RecordFile(path, file, found.size);
      await close(file);
      throw notPlain(path, found);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  close(): Promise<void> {
    return close(this.#file);
  }

  /**
   * The payload of the record at an offset. With `most`, a longer payload may be truncated to at least that many
   * bytes, enough for its header.
   *
   * @throws BadInput if there is no complete record
   */
  async payload(offset: number, where: string, most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let total = 0;
    for (let at = offset; ; ) {
      if (!(at >= 0 && at + 8 <= this.size)) throw this.#truncated(where);
      const ahead = await this.#read(at, Math.min(8 + most, guess, this.size - at), where);
      const view = new DataView(ahead.buffer, ahead.byteOffset, 8);
      if (view.getUint32(0, true) !== magic) throw this.#damaged(where, 'does not begin with the magic word');
      const word = view.getUint32(4, true);
      const [flag, length] = [word >>> 29, word & 0x1fffffff];
      const expected = parts.length === 0 ? [whole, firstPart] : [middlePart, lastPart];
      if (!expected.includes(flag))
        throw this.#damaged(where, `has part ${flag} of a record where another belongs`);
      if (parts.length > 0) parts.push(magicBytes);
      if (parts.length > 2 * mostParts) throw this.#damaged(where, `has more than ${mostParts} parts`);
      total += length + 4;
      if (total > mostBytes) throw this.#damaged(where, `says it has ${total} bytes or more`);
      if (at + 8 + length > this.size) throw this.#truncated(where);
      const wanted = Math.min(length, most);
      parts.push(ahead.subarray(8, 8 + wanted));
      if (8 + wanted > ahead.length)
        parts.push(await this.#read(at + ahead.length, 8 + wanted - ahead.length, where));
      if (flag === whole || flag === lastPart || wanted < length) break;
      at += 8 + length + (-length & 3);
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async #read(at: number, length: number, where: string): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await read(this.#file, bytes, done, length - done, at + done);
      if (bytesRead === 0) throw this.#truncated(where);
      done += bytesRead;
    }
    return bytes;
  }

  #truncated(where: string) {
    return new BadInput(where, 'is truncated: the file ends before the record does', 'copy the file again');
  }

  #damaged(where: string, problem: string) {
    return new BadInput(where, problem, 'copy the .rec and .idx files again, both of one origin');
  }
}
