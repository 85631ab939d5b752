import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { toFloat16 } from '../../src/checkpoint/numberFormats.js';
import { readSafetensors } from '../../src/checkpoint/readSafetensors.js';
import { parseSafetensors } from '../../src/checkpoint/safetensorsBytes.js';
import type { Tensors } from '../../src/checkpoint/tensors.js';
import { writeSafetensors } from '../../src/checkpoint/writeSafetensors.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

type Plain = Record<string, { shape: number[]; data: number[] }>;
const plain = (tensors: Tensors): Plain =>
  Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => [name, { shape: [...shape], data: [...data] }]),
  );

const some: Tensors = new Map([
  ['conv1.weight', { shape: [2, 1, 1, 2], data: Float32Array.of(0.1, -0, 3e38, 1e-40) }],
  ['0', { shape: [], data: Float32Array.of(7) }],
  ['müde "x"', { shape: [0, 4], data: new Float32Array(0) }],
  ['view', { shape: [2], data: Float32Array.of(9, 8, 7, 6).subarray(1, 3) }],
]);

describe('files of safetensors', () => {
  test('are what was written', async () => {
    const path = join(folder, 'some.safetensors');
    await writeSafetensors(path, some, { step: '12' });
    const { tensors, metadata } = await readSafetensors(path);
    expect(plain(tensors)).toEqual(plain(some));
    expect(metadata).toEqual({ step: '12' });
  });

  test('of every number format are read: written by the safetensors of Python', async () => {
    const { tensors, metadata } = await readSafetensors(here('numbers.safetensors'));
    expect(plain(tensors)).toEqual(JSON.parse(readFileSync(here('numbers.json'), 'utf8')));
    expect(metadata).toEqual({ format: 'pt' });
  });

  test('are the same read from memory, wherever in it they lie', async () => {
    for (const path of [join(folder, 'some.safetensors'), here('numbers.safetensors')]) {
      const { tensors, metadata } = await readSafetensors(path);
      const bytes = readFileSync(path);
      for (const shift of [0, 1, 4]) {
        const moved = new Uint8Array(bytes.length + shift).subarray(shift);
        moved.set(bytes);
        const parsed = parseSafetensors(moved, path);
        expect(plain(parsed.tensors)).toEqual(plain(tensors));
        expect(parsed.metadata).toEqual(metadata);
      }
    }
  });

  test('of half the size hold matrices in 16 bits and vectors in 32', async () => {
    const matrix = Float32Array.of(1 / 3, -2, 6.1e-5, 1e-9, 65504, 0.1);
    const vector = Float32Array.of(1 / 3, 3e38);
    const path = join(folder, 'half.safetensors');
    const tensors: Tensors = new Map([
      ['matrix', { shape: [2, 3], data: matrix }],
      ['vector', { shape: [2], data: vector }],
    ]);
    await writeSafetensors(path, tensors, {}, { half: true });
    const read = (await readSafetensors(path)).tensors;
    expect([...read.get('vector')!.data]).toEqual([...vector]);
    const { shape, data } = read.get('matrix')!;
    expect(shape).toEqual([2, 3]);
    // The neighbours of 1/3 among the 16-bit floats are 2^-12 apart.
    expect([...data]).toEqual([1365 / 4096, -2, 1023 * 2 ** -24, 0, 65504, 1638 / 16384]);
    await expect(
      writeSafetensors(
        path,
        new Map([['a', { shape: [1, 1], data: Float32Array.of(-7e4) }]]),
        {},
        { half: true },
      ),
    ).rejects.toThrow('a has -70000, too large for 16 bits');
  });

  test('every 16-bit float is its own nearest, and so is what lies less than half a step beside it', () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      const [exponent, fraction] = [bits >>> 10, bits & 1023];
      const value = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
      const step = 2 ** (Math.max(1, exponent) - 25);
      expect(toFloat16(value), `${value}`).toBe(bits);
      expect(toFloat16(-value), `${-value}`).toBe(bits | 0x8000);
      expect(toFloat16(Math.fround(value + step * 0.499)), `${value} and a little`).toBe(bits);
      // Of two equally near the even one.
      expect(toFloat16(value + step / 2), `${value} and half a step`).toBe(bits + (bits % 2));
    }
    expect([Infinity, -Infinity, 65520, Number.NaN].map(toFloat16)).toEqual([0x7c00, 0xfc00, 0x7c00, 0x7e00]);
  });

  test('hold bfloat16, as the upper halves of floats', async () => {
    const halves = [1, -2.5, 3.140625].flatMap((value) => [
      ...new Uint8Array(Float32Array.of(value).buffer, 2),
    ]);
    const header = { b: { dtype: 'BF16', shape: [3], data_offsets: [0, 6] } };
    const path = file(JSON.stringify(header), Uint8Array.from(halves));
    expect([...(await readSafetensors(path)).tensors.get('b')!.data]).toEqual([1, -2.5, 3.140625]);
  });

  const python = spawnSync('python3', ['-c', 'import safetensors, numpy']).status === 0;
  const reason = python ? '' : ' [skipped: python3 has no safetensors and numpy]';
  test.skipIf(!python)(`are read by the safetensors of Python${reason}`, async () => {
    const path = join(folder, 'python.safetensors');
    await writeSafetensors(path, some, { format: 'pt' });
    const { status, stdout, stderr } = spawnSync('python3', [here('load.py'), path], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const { metadata, tensors } = JSON.parse(stdout) as { metadata: object; tensors: Plain };
    expect(metadata).toEqual({ format: 'pt' });
    const loaded = new Map(
      Object.entries(tensors).map(([n, { shape, data }]) => [n, { shape, data: Float32Array.from(data) }]),
    );
    expect(plain(loaded)).toEqual({ ...plain(some) });
  });
});

let count = 0;
/** A file with this header (or raw bytes for it) and these data. */
function file(header: string, data: Uint8Array = new Uint8Array(0), length?: bigint): string {
  const json = new TextEncoder().encode(header);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  const path = join(folder, `hostile-${count++}.safetensors`);
  writeFileSync(path, Buffer.concat([head, json, data]));
  return path;
}

const entry = (fields: object, name = 'a') =>
  JSON.stringify({ [name]: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } });
const eight = new Uint8Array(8);

describe('what is no file of safetensors gets one line', () => {
  test.each([
    ['a header length beyond the file', file('{}', eight, 999n), /speaks of a header of 999 bytes/],
    [
      'a header length beyond 2^63',
      file('{}', eight, 2n ** 64n - 1n),
      /speaks of a header of 1844674407370955/,
    ],
    ['no JSON', file('{"a": '), /the header is no JSON/],
    ['a JSON list', file('[]'), /no JSON object/],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), /__metadata__/],
    ['an entry that is no record', file('{"a":3}'), /tensor a: its entry/],
    ['an unknown dtype', file(entry({ dtype: 'F8_E4M3' }), eight), /tensor a: its dtype is none of F32, /],
    ['a dtype named like a method', file(entry({ dtype: 'constructor' }), eight), /its dtype/],
    ['a negative length', file(entry({ shape: [-2] }), eight), /its shape/],
    ['a fractional length', file(entry({ shape: [0.5, 4] }), eight), /its shape/],
    [
      'a shape that overflows',
      file(entry({ shape: [2 ** 40, 2 ** 40, 2 ** 40] }), eight),
      /its shape is larger than any file/,
    ],
    [
      'nought times huge',
      file(entry({ shape: [0, 2 ** 52], data_offsets: [0, 0] })),
      /its shape is larger than any file/,
    ],
    ['a shape with other bytes', file(entry({ shape: [3] }), eight), /it has 8 bytes for a shape of 12/],
    ['offsets that run backwards', file(entry({ data_offsets: [8, 0] }), eight), /it has -8 bytes/],
    [
      'offsets beyond the file',
      file(entry({ shape: [200], data_offsets: [0, 800] }), eight),
      /it has 8 bytes of data, its header speaks of 800/,
    ],
    ['data that nothing names', file(entry({}), new Uint8Array(9)), /it has 9 bytes of data/],
    [
      'tensors that overlap',
      file(
        `{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}`,
        eight,
      ),
      /tensor b begins at byte 4 of the data, not 8/,
    ],
    [
      'a gap',
      file(entry({ shape: [1], data_offsets: [4, 8] }), eight),
      /tensor a begins at byte 4 of the data, not 0/,
    ],
    [
      'a line break in a name',
      file(entry({ shape: [3] }, 'a\n\u001b[31mred'), eight),
      /tensor a \[31mred: it has/,
    ],
  ])('%s', async (_, path, message) => {
    const error = await readSafetensors(path).then(
      () => null,
      (error: Error) => error,
    );
    expect(error?.name).toBe('BadInput');
    expect(error?.message).toMatch(message);
    expect(error?.message).toContain(path);
    expect(error?.message).not.toContain('\n');
    // From memory it is refused with the same words.
    expect(() => parseSafetensors(readFileSync(path), path)).toThrow(error!.message);
  });

  test.each([
    [100_001, /the header names 100001 tensors, more than 100000/],
    [1_500_000, /speaks of a header of 8\d{7} bytes/],
  ])('%d empty tensors', async (count, message) => {
    const empty = (i: number) => `"t${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`;
    const path = file(`{${Array.from({ length: count }, (_, i) => empty(i)).join()}}`);
    await expect(readSafetensors(path)).rejects.toThrow(message);
  });

  test('an empty file, a folder, no file', async () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    await expect(readSafetensors(empty)).rejects.toThrow(/has 0 bytes/);
    await expect(readSafetensors(folder)).rejects.toThrow('is a folder (give a file)');
    await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow(
      'none: is not there (check the path)',
    );
  });

  test('a file cut anywhere', async () => {
    const path = join(folder, 'whole.safetensors');
    await writeSafetensors(path, some);
    const bytes = readFileSync(path);
    for (let length = 0; length < bytes.length; length += 7) {
      const cut = join(folder, 'cut.safetensors');
      writeFileSync(cut, bytes.subarray(0, length));
      await expect(readSafetensors(cut), `cut at ${length}`).rejects.toThrow(/cut\.safetensors: /);
      expect(() => parseSafetensors(bytes.subarray(0, length), 'cut'), `cut at ${length}`).toThrow(/^cut: /);
    }
  });
});
