import { BadInput } from '../badInput.js';
import { openPlain, unreadable } from '../plainFile.js';

const most = 2 ** 31 - 1;

/**
 * Whole numbers in columns, separated by spaces or tabs: 15 million lines of IJB-C's pairs in 12 bytes each. A first
 * column of names is passed over where `named`.
 *
 * @throws BadInput for a line with other columns
 */
export async function integerColumns(path: string, columns: number, named = false): Promise<Int32Array[]> {
  const read = Array.from({ length: columns }, () => new Int32Array(1 << 12));
  let rows = 0;
  let line = 1;
  let column = named ? -1 : 0;
  // −1 between two numbers.
  let number = -1;
  let inName = false;

  const fail = () => {
    const expected = `${named ? 'a name and ' : ''}${columns} whole numbers`;
    return new BadInput(`${path}:${line}`, `is not ${expected}`, 'get the file again from its source');
  };
  function endOfField(): void {
    if (inName) column = 0;
    inName = false;
    if (number < 0) return;
    if (column >= columns) throw fail();
    read[column++]![rows] = number;
    number = -1;
  }
  function endOfLine(): void {
    endOfField();
    if (column === columns) rows++;
    else if (column !== (named ? -1 : 0)) throw fail();
    if (rows === read[0]!.length) {
      for (const [i, values] of read.entries()) {
        read[i] = new Int32Array(2 * rows);
        read[i]!.set(values);
      }
    }
    column = named ? -1 : 0;
    line++;
  }

  const { file } = await openPlain(path);
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20 })) {
      for (const byte of chunk as Buffer) {
        if (byte === 0x0a) endOfLine();
        else if (byte === 0x20 || byte === 0x09 || byte === 0x0d) endOfField();
        else if (column < 0) inName = true;
        else if (byte >= 0x30 && byte <= 0x39) {
          number = Math.max(0, number) * 10 + byte - 0x30;
          if (number > most) throw fail();
        } else throw fail();
      }
    }
    endOfLine();
  } catch (error) {
    throw unreadable(path, error);
  }
  return read.map((values) => values.subarray(0, rows));
}
