import { BadInput } from '../../badInput.js';
import { openPlain, unreadable } from '../../plainFile.js';

/**
 * Offset of each key's record, from train.idx, in the order of the keys. Keys are almost always consecutive and then not
 * stored: eight bytes of memory per record, otherwise sixteen.
 */
export class RecordIndex {
  readonly offsets: Float64Array;
  readonly #first: number;
  readonly #keys: Float64Array | null;

  /** @param keys in ascending order; null if they count from `first` */
  constructor(first: number, keys: Float64Array | null, offsets: Float64Array) {
    this.#first = first;
    this.#keys = keys;
    this.offsets = offsets;
  }

  get length(): number {
    return this.offsets.length;
  }

  key(row: number): number {
    return this.#keys === null ? this.#first + row : this.#keys[row]!;
  }

  /** The row of a key, or −1. */
  row(key: number): number {
    const row = this.rowFrom(key);
    return row < this.length && this.key(row) === key ? row : -1;
  }

  /** The first row whose key is at least `key`; `length` if there is none. */
  rowFrom(key: number): number {
    if (this.#keys === null) return Math.min(this.length, Math.max(0, Math.ceil(key - this.#first)));
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const advice = 'copy it again, or make it anew from the .rec file';

/**
 * Reads lines "key\toffset". They may be in any order.
 *
 * @throws BadInput for a line of another form, and for a key that occurs twice
 */
export async function readRecordIndex(path: string): Promise<RecordIndex> {
  let first = 0;
  // From the first key on that is not the next one.
  let keys = null as Float64Array<ArrayBuffer> | null;
  let offsets = new Float64Array(1 << 12);
  let count = 0;
  let line = 1;
  // The number being parsed (−1 before its first digit), and the earlier numbers of the line.
  let number = -1;
  const fields: number[] = [];

  function endOfLine(): void {
    if (number >= 0) fields.push(number);
    number = -1;
    if (fields.length === 2) {
      const [key, offset] = fields as [number, number];
      if (count === 0) first = key;
      if (count === offsets.length) {
        offsets = grown(offsets);
        if (keys !== null) keys = grown(keys);
      }
      if (keys === null && key !== first + count) keys = Float64Array.from(offsets, (_, row) => first + row);
      if (keys !== null) keys[count] = key;
      offsets[count++] = offset;
    } else if (fields.length > 0) {
      throw new BadInput(`${path}:${line}`, 'is not "key, tab, offset"', advice);
    }
    fields.length = 0;
    line++;
  }

  const { file } = await openPlain(path);
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20 })) {
      for (const byte of chunk as Buffer) {
        if (byte >= 0x30 && byte <= 0x39) {
          number = Math.max(0, number) * 10 + byte - 0x30;
          if (number > Number.MAX_SAFE_INTEGER)
            throw new BadInput(`${path}:${line}`, 'has too long a number', advice);
        } else if (byte === 0x0a) {
          endOfLine();
        } else if (byte === 0x09 || byte === 0x20 || byte === 0x0d) {
          if (number >= 0) fields.push(number);
          number = -1;
        } else {
          throw new BadInput(`${path}:${line}`, 'is not "key, tab, offset"', advice);
        }
      }
    }
    endOfLine();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (count === 0) throw new BadInput(path, 'has no records', advice);
  // A copy, so that the spare room is freed.
  return keys === null
    ? new RecordIndex(first, null, offsets.slice(0, count))
    : inOrder(path, keys.slice(0, count), offsets.slice(0, count));
}

function inOrder(path: string, keys: Float64Array, offsets: Float64Array): RecordIndex {
  if (keys.every((key, i) => i === 0 || key > keys[i - 1]!)) return new RecordIndex(0, keys, offsets);
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
  const sorted = Float64Array.from(order, (row) => keys[row]!);
  const twice = sorted.findIndex((key, i) => i > 0 && key === sorted[i - 1]);
  if (twice >= 0) throw new BadInput(path, `has the key ${sorted[twice]} twice`, advice);
  return new RecordIndex(
    0,
    sorted,
    Float64Array.from(order, (row) => offsets[row]!),
  );
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(array.length * 2);
  longer.set(array);
  return longer;
}
