import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/badInput.js';
import { readNpy } from '../../../src/faces/npy.js';
import { openPairs } from '../../../src/faces/openPairs.js';
import { pairLabelFolder } from '../../../src/faces/pairs/pairLabelFolder.js';
import { committedFiles, temporaryFolder } from './written.js';

const folder = temporaryFolder();
let written = 0;

/** The pairs of a list with this text: files relative to the list, and whether they are of one person. */
async function pairs(text: string, ending = 'txt') {
  const path = join(folder, `list${written++}.${ending}`);
  writeFileSync(path, text);
  const set = await openPairs(path);
  return Array.from({ length: set.pairs }, (_, pair) => [
    ...[0, 1].map((side) => set.describe(2 * pair + side).slice(folder.length + 1)),
    set.same(pair),
  ]);
}

describe('lists of pairs', () => {
  const expected = [
    ['Abel_Pacheco/Abel_Pacheco_0001.jpg', 'Abel_Pacheco/Abel_Pacheco_0004.jpg', true],
    ['Abdel_Madi_Shabneh/Abdel_Madi_Shabneh_0001.jpg', 'Dean_Barker/Dean_Barker_0012.jpg', false],
  ];

  test('LFW’s pairs.txt, with its first line and without', async () => {
    const lines = 'Abel_Pacheco\t1\t4\nAbdel_Madi_Shabneh\t1\tDean_Barker\t12\n';
    expect(await pairs(`10\t300\n${lines}`)).toEqual(expected);
    expect(await pairs(lines)).toEqual(expected);
    expect(await pairs(lines.replaceAll('\n', '\r\n').replaceAll('\t', '   '))).toEqual(expected);
  });

  test('CSV, with a heading and empty fields', async () => {
    const csv = '\ufeffname,imagenum1,imagenum2,\nAbel_Pacheco,1,4,\nAbdel_Madi_Shabneh,1,Dean_Barker,12\n';
    expect(await pairs(csv, 'csv')).toEqual(expected);
  });

  test('paths and labels, names with spaces', async () => {
    expect(await pairs('a/1.jpg b/2.jpg 0\n./a/1.jpg a/../a/3.jpg 1')).toEqual([
      [join('a', '1.jpg'), join('b', '2.jpg'), false],
      [join('a', '1.jpg'), join('a', '3.jpg'), true],
    ]);
    expect(await pairs('a b/1 2.jpg,c d.jpg,1', 'csv')).toEqual([[join('a b', '1 2.jpg'), 'c d.jpg', true]]);
  });

  test.each([
    '../secret.jpg a.jpg 1',
    'a/../../secret.jpg a.jpg 1',
    '/etc/passwd a.jpg 1',
    'C:\\secret.jpg a.jpg 1',
    '..\\secret.jpg a.jpg 1',
    'a.jpg a\0.jpg 1',
    '..\t1\t2',
    '../x\t1\t2',
    'name\t1\t..\\other\t2',
  ])('a path that leads out is refused: %j', async (text) => {
    await expect(pairs(`${text}\n`)).rejects.toThrow(
      /:1: (names ".*", which is not below the images' folder|has a name with a slash)/,
    );
  });

  test.each(['a.jpg b.jpg 2', 'name 1', 'name one 2 3', 'name 1 other two', '1 2 3 4 5'])(
    'a line that is no pair is told: %j',
    async (text) => {
      await expect(pairs(`a.jpg b.jpg 1\n\n${text}\n`)).rejects.toThrow(
        `:3: is no pair: ${text} (expected "name 1 2"`,
      );
    },
  );

  test('a long list is read piece by piece, its lines counted whatever ends them', async () => {
    const line = (i: number) => `a/${i % 700}.jpg b/${i % 300}.jpg ${i % 2}`;
    const lines = Array.from({ length: 40_000 }, (_, i) => line(i));
    const wanted = lines.map((_, i) => [
      join('a', `${i % 700}.jpg`),
      join('b', `${i % 300}.jpg`),
      i % 2 === 1,
    ]);
    for (const end of ['\n', '\r\n', '\r']) {
      const text = lines.join(end);
      // So many blanks before it that the first piece ends within the end of a line.
      const piece = 1 << 18;
      const list = ' '.repeat(piece - 1 - text.lastIndexOf(end, piece - 1)) + text;
      expect(await pairs(list)).toEqual(wanted);
      await expect(pairs(`${list}${end}x`)).rejects.toThrow(':40001: is no pair: x');
    }
  });

  test('a line that goes on and on is told', async () => {
    await expect(pairs(`a.jpg b.jpg 1\n${'x'.repeat(1_000_000)}`)).rejects.toThrow(
      ':2: is a line of more than 65536 characters (give a list)',
    );
  });

  test('an empty list, or none', async () => {
    await expect(pairs('10 300\n')).rejects.toThrow('lists no pairs');
    await expect(openPairs(join(folder, 'nowhere.txt'))).rejects.toThrow('is not there');
    await expect(openPairs(join(folder, 'nowhere'))).rejects.toThrow('pair_label.npy: is not there');
    await expect(openPairs(join(folder, 'nowhere.bin'))).rejects.toThrow('is not there');
  });
});

describe('pair_label.npy', () => {
  const files = committedFiles();
  const npy = (name: string) => readFileSync(join(files, name));

  test('format 2; objects and big-endian numbers are refused', () => {
    expect(Array.from(readNpy(npy('version2.npy'), 'x').values, Number)).toEqual([1, 0]);
    expect(() => readNpy(npy('objects.npy'), 'x')).toThrow(
      'x: has numbers of the type |O (save it again with numpy.save',
    );
    expect(() => readNpy(npy('big-endian.npy'), 'x')).toThrow('has numbers of the type >i4');
  });

  test('labels other than 0 and 1', async () => {
    const bytes = npy('npy-i4/pair_label.npy');
    bytes.writeInt32LE(2, bytes.length - 4);
    const target = join(folder, 'odd/pair_label.npy');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    await expect(pairLabelFolder(dirname(target))).rejects.toThrow(
      'has no list of 0 and 1 (its shape is [4])',
    );
  });

  test('truncated anywhere, or with any byte changed: a message or numbers', () => {
    const whole = npy('npy-i8/pair_label.npy');
    for (let at = 0; at < whole.length; at++) {
      expect(() => readNpy(whole.subarray(0, at), 'x')).toThrow(BadInput);
      for (const flip of [0xff, 0x01, 0x10]) {
        try {
          expect(
            readNpy(
              whole.map((byte, i) => (i === at ? byte ^ flip : byte)),
              'x',
            ).values.length,
          ).toBeLessThan(100);
        } catch (error) {
          expect(error).toBeInstanceOf(BadInput);
        }
      }
    }
  });

  test('a shape of more numbers than there are takes no memory', () => {
    const text = npy('npy-u1/pair_label.npy').toString('latin1').replace('(4,), ', '(9999999999,)');
    expect(() => readNpy(Buffer.from(text, 'latin1'), 'x')).toThrow(BadInput);
  });
});
