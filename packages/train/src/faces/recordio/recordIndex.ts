import { BadInput } from '../../badInput.js';
import { openPlain, unreadable } from '../../plainFile.js';

/** Offset of each key's record, from train.idx. Takes twelve to sixteen bytes of memory per record. */
export interface RecordIndex {
  /** In ascending order. */
  readonly keys: Float64Array;
  readonly offsets: Float64Array;
}

const advice = 'copy it again, or make it anew from the .rec file';

/**
 * Reads lines "key\toffset". They may be in any order.
 *
 * @throws BadInput for a line of another form, and for a key that occurs twice
 */
export async function readRecordIndex(path: string): Promise<RecordIndex> {
  let keys = new Float64Array(1 << 12);
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
      if (count === keys.length) {
        keys = grown(keys);
        offsets = grown(offsets);
      }
      [keys[count], offsets[count]] = fields as [number, number];
      count++;
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
  return inOrder(path, keys.subarray(0, count), offsets.subarray(0, count));
}

/** The row of a key, or −1. */
export function findKey({ keys }: RecordIndex, key: number): number {
  // Keys are almost always consecutive.
  const guess = key - keys[0]!;
  if (keys[guess] === key) return guess;
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : -1;
}

function inOrder(path: string, keys: Float64Array, offsets: Float64Array): RecordIndex {
  if (keys.every((key, i) => i === 0 || key > keys[i - 1]!)) return { keys, offsets };
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
  const sorted = Float64Array.from(order, (row) => keys[row]!);
  const twice = sorted.findIndex((key, i) => i > 0 && key === sorted[i - 1]);
  if (twice >= 0) throw new BadInput(path, `has the key ${sorted[twice]} twice`, advice);
  return { keys: sorted, offsets: Float64Array.from(order, (row) => offsets[row]!) };
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(array.length * 2);
  longer.set(array);
  return longer;
}
