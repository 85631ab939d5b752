import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readWeights } from '../../src/weights/readWeights.js';
import { scratchFolder } from '../loop/smallRun.js';
import { type ZipEntry, zipFile } from './zipFile.js';

const folder = scratchFolder();
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const four = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);

/** Opcodes of a text, a small whole number, a tuple. */
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const number = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return `\x8a\x08${bytes.toString('latin1')}`;
};
const tuple = (...values: string[]) => `(${values.join('')}t`;

/** A tensor of storage '0', as torch.save pickles it. */
function tensor({
  shape = [2, 2],
  strides = [2, 1],
  offset = 0,
  size = 4,
  key = '0',
  type = 'FloatStorage',
} = {}): string {
  const storage = `${tuple(text('storage'), `ctorch\n${type}\n`, text(key), text('cpu'), number(size))}Q`;
  const view = [number(offset), tuple(...shape.map(number)), tuple(...strides.map(number))];
  return `ctorch._utils\n_rebuild_tensor_v2\n${tuple(storage, ...view, '\x89', 'ccollections\nOrderedDict\n)R')}R`;
}
const dictionary = (...items: string[]) => `\x80\x02}(${items.join('')}u.`;
const one = (options: Parameters<typeof tensor>[0] = {}) => dictionary(text('a.weight'), tensor(options));

let files = 0;
function file(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.pth`);
  writeFileSync(path, bytes);
  return path;
}
const saved = (pickle: string, more: readonly ZipEntry[] = [{ name: 'archive/data/0', data: four }]) =>
  zipFile([{ name: 'archive/data.pkl', data: latin1(pickle) }, ...more]);

async function message(bytes: Uint8Array): Promise<string> {
  const error = await readWeights(file(bytes)).then(
    () => null,
    (error: Error) => error,
  );
  expect(error?.name).toBe('BadInput');
  expect(error!.message).not.toContain('\n');
  return error!.message;
}

test('a state_dict is read: also of views, and with DataParallel’s prefix', async () => {
  const pickle = dictionary(
    ...[text('module.a'), tensor(), text('b'), tensor({ strides: [1, 2] })],
    ...[
      text('c'),
      tensor({ shape: [2], strides: [2], offset: 1 }),
      text('d'),
      tensor({ shape: [], strides: [] }),
    ],
  );
  const { tensors } = await readWeights(file(saved(pickle)));
  expect([...tensors].map(([name, { shape, data }]) => [name, [...shape], [...data]])).toEqual([
    ['a', [2, 2], [1, 2, 3, 4]],
    ['b', [2, 2], [1, 3, 2, 4]],
    ['c', [2], [2, 4]],
    ['d', [], [1]],
  ]);
});

describe('a pickle that is no state_dict, or means no good', () => {
  test.each<[string, string, RegExp]>([
    [
      'os.system',
      "\x80\x02cos\nsystem\n(S'touch /tmp/owned'\ntR.",
      /calls os\.system, which no file of weights needs/,
    ],
    ['eval, protocol 4', '\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.', /calls builtins\.eval/],
    ['a name below torch', '\x80\x02ctorch.serialization\nload\n.', /calls torch\.serialization\.load/],
    ['a property of objects', '\x80\x02ctorch\nconstructor\n.', /calls torch\.constructor/],
    ['a storage that is called', '\x80\x02ctorch\nFloatStorage\n)R.', /calls something that is no function/],
    ['an object', '\x80\x02ccollections\nOrderedDict\n)\x81.', /uses the opcode 0x81/],
    ['a persistent id that is none', '\x80\x02NQ.', /refers to what is no storage/],
    [
      'a storage of what is no class',
      `\x80\x02${tuple(text('storage'), 'N', text('0'), text('cpu'), 'K\x04')}Q.`,
      /no storage/,
    ],
    ['a number', '\x80\x02K\x01.', /holds no state_dict/],
    ['an empty dictionary', '\x80\x02}.', /holds no state_dict/],
    ['a dictionary of numbers', dictionary(text('a'), 'K\x01'), /holds no state_dict/],
    ['a dictionary in itself', '\x80\x02}q\0X\x0a\0\0\0state_dicth\0s.', /holds no state_dict|nested/],
    ['items without a dictionary', '\x80\x02](K\x01K\x02u.', /put into what is no dictionary/],
    ['an odd item', '\x80\x02}(K\x01u.', /put into what is no dictionary/],
    ['a truncated pickle', one().slice(0, 40), /truncated|no end of a line/],
    ['more than its storage', one({ shape: [2, 3], strides: [3, 1] }), /larger than its storage/],
    ['a view beyond its storage', one({ offset: 1 }), /larger than its storage/],
    ['one number repeated', one({ shape: [2 ** 40], strides: [0] }), /larger than its storage/],
    [
      'a shape that overflows',
      one({ shape: [2 ** 52, 2 ** 52], strides: [0, 0] }),
      /larger than its storage/,
    ],
    ['a negative stride', one({ strides: [-1, 1], offset: 3 }), /no whole numbers/],
    ['strides that are missing', one({ strides: [1] }), /no shape with strides/],
    ['a storage of 2^52 numbers', one({ size: 2 ** 52 }), /has 16 bytes for 4503599627370496 numbers/],
    ['a storage that is not there', one({ key: '7' }), /lacks the numbers of a\.weight/],
    [
      'one storage as two',
      dictionary(text('a'), tensor(), text('b'), tensor({ size: 100, shape: [100], strides: [1] })),
      /has two storages called 0/,
    ],
    [
      'a list of pairs that becomes a dictionary again and again',
      `\x80\x02](${`${text('a')}K\x01\x86`.repeat(1000)}eq\0${'ccollections\nOrderedDict\nh\0\x85R'.repeat(50)}}.`,
      /makes more than it holds/,
    ],
    ['a number of 9 bytes', '\x80\x02\x8a\x09aaaaaaaaa.', /more than 8 bytes/],
  ])('%s', async (_, pickle, expected) => {
    expect(await message(saved(pickle))).toMatch(expected);
  });

  test('views of one small storage are read, a thousand of them', async () => {
    const views = Array.from({ length: 1000 }, (_, i) => text(String(i)) + tensor());
    expect((await readWeights(file(saved(dictionary(...views))))).tensors.size).toBe(1000);
  });

  test('a large storage seen again and again is larger than the file', async () => {
    const large = { name: 'archive/data/0', data: new Uint8Array(4 << 18) };
    const shape = { shape: [1 << 18], strides: [1], size: 1 << 18 };
    const names = Array.from({ length: 9 }, (_, i) => text(`n${i}`) + tensor(shape));
    expect(await message(saved(dictionary(...names), [large]))).toMatch(
      'tensors that are larger than the file',
    );
  });
});

describe('a zip file that is none of PyTorch, or means no good', () => {
  test.each<[string, Buffer, RegExp]>([
    ['no pickle in it', zipFile([{ name: 'a/b', data: four }]), /zip file without data\.pkl/],
    ['nothing but its first bytes', latin1('PK\x03\x04'.padEnd(100, 'x')), /cannot be read as a zip file/],
    [
      'a compressed entry',
      saved(one(), [{ name: 'archive/data/0', data: deflateRawSync(four), method: 8 }]),
      /compressed or encrypted: archive\/data\/0/,
    ],
    [
      'an entry beyond the file',
      saved(one(), [{ name: 'archive/data/0', data: four, size: 2 ** 31 }]),
      /has 2147483648 bytes for 4 numbers|zip file/,
    ],
    [
      'entries on top of each other',
      saved(
        dictionary(
          ...Array.from(
            { length: 20 },
            (_, i) => text(`n${i}`) + tensor({ key: String(i), shape: [], strides: [], size: 9999 }),
          ),
        ),
        Array.from({ length: 20 }, (_, i) => ({
          name: `archive/data/${i}`,
          data: i === 19 ? new Uint8Array(39996) : new Uint8Array(),
          size: 39996,
        })),
      ),
      /larger than the file/,
    ],
    [
      'big-endian numbers',
      saved(one(), [
        { name: 'archive/data/0', data: four },
        { name: 'archive/byteorder', data: latin1('big') },
      ]),
      /has big-endian numbers/,
    ],
    ['a name that leads out', zipFile([{ name: '../data.pkl', data: four }]), /cannot be read as a zip file/],
    ['a bare pickle', latin1(one()), /is a bare pickle/],
  ])('%s', async (_, bytes, expected) => {
    expect(await message(bytes)).toMatch(expected);
  });

  test.each([640, 1152])(
    'safetensors whose header has %i bytes begin like a pickle, and are none',
    async (length) => {
      const header = '{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'.padEnd(length);
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(length));
      const { tensors } = await readWeights(file(Buffer.concat([bytes, latin1(header), four])));
      expect([...tensors.get('a')!.data]).toEqual([1, 2, 3, 4]);
    },
  );

  test('with 50,001 entries', async () => {
    const entries = Array.from({ length: 50_001 }, (_, i) => ({ name: `a/${i}`, data: new Uint8Array() }));
    expect(await message(zipFile(entries))).toMatch('has 50001 entries');
  });

  test('cut anywhere, or with any byte changed: a message, or tensors no larger than the file', async () => {
    const whole = saved(one());
    for (let at = 0; at < whole.length; at++) {
      await message(whole.subarray(0, at));
      for (const flip of [0xff, 0x01, 0x80]) {
        const changed = Buffer.from(whole);
        changed[at] = whole[at]! ^ flip;
        const read = await readWeights(file(changed)).catch((error: Error) => error);
        if (read instanceof Error) expect(read.name, `${at}: ${read.stack}`).toBe('BadInput');
        else for (const { data } of read.tensors.values()) expect(data.length).toBeLessThan(1000);
      }
    }
  });
});
