import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/badInput.js';
import { verificationBin } from '../../../src/faces/pairs/verificationBin.js';
import type { PickledArray } from '../../../src/pickle/numpyValues.js';
import { numpyVocabulary } from '../../../src/pickle/numpyVocabulary.js';
import { PickleError } from '../../../src/pickle/pickleError.js';
import { unpickle } from '../../../src/pickle/unpickle.js';
import { committedFiles, size, temporaryFolder } from './written.js';

const files = committedFiles();
const bin = (name: string) => readFileSync(join(files, name));
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Reads, or gives the message. */
function outcome(bytes: Uint8Array): unknown {
  try {
    return unpickle(bytes, numpyVocabulary);
  } catch (error) {
    if (error instanceof PickleError) return error.message;
    throw error;
  }
}

describe('names that a pickle may not use', () => {
  test.each([
    ['os.system, protocol 0', "cos\nsystem\n(S'touch /tmp/owned'\ntR."],
    ['os.system, protocol 2', '\x80\x02cposix\nsystem\nq\0X\x05\0\0\0touchq\x01\x85q\x02Rq\x03.'],
    ['eval, protocol 4', '\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.'],
    ['a name below numpy', '\x80\x02cnumpy.testing._private.utils\nrunstring\n.'],
    ['a property of objects', '\x80\x02cnumpy\nconstructor\n.'],
    ['a prototype', '\x80\x02c__proto__\n__proto__\n.'],
    ['an encoding that runs code', '\x80\x02c_codecs\nencode\nX\x01\0\0\0aX\x04\0\0\0rot1\x86R.'],
  ])('%s', (_, text) => {
    expect(outcome(latin1(text))).toMatch(
      /calls .*which no verification set needs|uses the opcode|encoded in another way/,
    );
  });

  test.each([
    ['NEWOBJ', '\x80\x02cnumpy\nndarray\n)\x81.'],
    ['INST', '(ios\nsystem\n.'],
    ['OBJ', '(cnumpy\ndtype\no.'],
    ['EXT1', '\x82\x01.'],
    ['PERSID', 'Pid\n.'],
    ['BINPERSID', 'NQ.'],
    ['dictionary', '}.'],
    ['NEXT_BUFFER', '\x97.'],
  ])('an opcode that data does not need: %s', (_, text) => {
    expect(outcome(latin1(text))).toMatch(/uses the opcode 0x/);
  });
});

describe('bombs', () => {
  test('lists in lists are no byte order, whatever they would be as text', () => {
    // The state of a dtype: (3, x, …), x a list that holds the one before twice, sixty deep.
    const nested = `]q\0${Array.from({ length: 60 }, (_, i) => `](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`).join('')}`;
    const dtype = '\x80\x02cnumpy\ndtype\nX\x02\0\0\0u1\x85R';
    expect(outcome(latin1(`${dtype}(K\x03${nested}tb.`))).toMatch(/a name is missing/);
  });

  test('a shape of more dimensions than NumPy has is none', () => {
    const dtype = 'cnumpy\ndtype\nX\x02\0\0\0u1\x85R';
    const shape = `](${'K\x01'.repeat(33)}e`;
    const pickle = `\x80\x02cnumpy.core.numeric\n_frombuffer\n(${'c_codecs\nencode\nX\x01\0\0\0aX\x06\0\0\0latin1\x86R'}${dtype}${shape}tR.`;
    expect(outcome(latin1(pickle))).toMatch(/an array has no shape/);
    expect(outcome(latin1(pickle.replace('K\x01'.repeat(33), 'K\x01'.repeat(32))))).toMatchObject({
      shape: { length: 32 },
    });
  });

  test('text that is encoded again and again makes no more than it holds', () => {
    const text = latin1('a'.repeat(100_000));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const again = latin1('h\0h\x01h\x02\x86R'.repeat(10_000));
    const head = latin1('\x80\x02c_codecs\nencode\nq\0X');
    const pickle = Buffer.concat([
      head,
      length,
      text,
      latin1('q\x01X\x06\0\0\0latin1q\x02('),
      again,
      latin1('t.'),
    ]);
    expect(outcome(pickle)).toMatch('it makes more than it holds');
  });

  test('a hundred levels of tuples of the same tuple are read as such', () => {
    const levels = latin1(`)${'q\0h\0\x86'.repeat(100)}.`);
    expect(Array.isArray(outcome(levels))).toBe(true);
  });

  test('a list in itself is no set of pairs', async () => {
    const path = join(temporaryFolder(), 'x.bin');
    writeFileSync(path, latin1(']q\0(h\0h\0e.'));
    await expect(verificationBin(path)).rejects.toThrow('x.bin: has 2 images, which is too few for 2 pairs');
  });

  test.each([
    ['marks', '('.repeat(100_000), 'it is nested too deep'],
    ['values', `${'N'.repeat(5_000_000)}.`, 'it has more than 4194304 values'],
    ['a length of 2^64 − 1', '\x8e\xff\xff\xff\xff\xff\xff\xff\xff', 'it is truncated'],
    ['a length of 4 GiB', 'B\xff\xff\xff\xff', 'it is truncated'],
    ['a line without end', `c${'a'.repeat(10_000)}`, 'it has no end of a line'],
    ['a tuple of what lies before a mark', 'N(\x85.', 'a value is missing'],
    ['an end before a mark', 'N(.', 'a value is missing'],
    ['a tuple without a mark', 'Nt.', 'a mark is missing'],
    ['an append to a number', 'K\x01Na.', 'something is appended to what is no list'],
    ['a memo that is not there', 'h\x05.', 'it has no memo 5'],
    [
      'an array of the wrong length',
      bin('arrays-2.bin').toString('latin1').replace('K\x01\x86q', 'K\x02\x86q'),
      'bytes, not',
    ],
  ])('%s', (_, text, message) => {
    expect(outcome(latin1(text))).toMatch(message);
  });
});

test.each([
  'py3-1.bin',
  'py3-2.bin',
  'py3-4.bin',
  'py2-1.bin',
  'py2-2.bin',
  'arrays-2.bin',
  'arrays-5.bin',
  'bools-3.bin',
])('%s, truncated anywhere or with any byte changed: a message or a value', (name) => {
  const whole = bin(name);
  for (let at = 0; at < whole.length; at++) {
    expect(outcome(whole.subarray(0, at)), `first ${at} bytes`).toEqual(expect.any(String));
    const changed = Buffer.from(whole);
    for (const flip of [0xff, 0x01, 0x80]) {
      changed[at] = whole[at]! ^ flip;
      outcome(changed);
    }
  }
});

test('random opcodes: a message or a value', () => {
  const opcodes = fc.constantFrom(
    ...latin1('\x80\x95.(])lt\x85\x86\x87aeqrp\x94hjgTBUC\x8e\x96X\x8cVJKMI\x88\x89Nc\x93Rb'),
  );
  const piece = fc.oneof(
    { weight: 6, arbitrary: opcodes.map((opcode) => Buffer.of(opcode)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 2, arbitrary: fc.constantFrom('cnumpy\ndtype\n', 'C\x01a', 'K\x01', '\x8c\x02u1').map(latin1) },
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      if (typeof outcome(Buffer.concat([...pieces, latin1('.')])) !== 'string') read++;
    }),
    { numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(20);
});

describe('sets of pairs', () => {
  const folder = temporaryFolder();
  const set = async (pickle: Buffer) => {
    const path = join(folder, 'x.bin');
    writeFileSync(path, pickle);
    return verificationBin(path, { imageSize: size });
  };

  test.each([
    ['a number', 'K\x01.', 'is no pair of images and labels'],
    ['three things', 'NNN\x87.', 'is no pair of images and labels'],
    ['no lists', 'NN\x86.', 'is no list of images and list of labels'],
    ['no labels', '))\x86.', 'is no list of images and list of labels'],
    ['too few images', '(C\x01at(\x88t\x86.', 'has 1 images, which is too few for 1 pairs'],
    ['a label of 2', '(C\x01aC\x01at(K\x02t\x86.', 'has no label 0 or 1 for pair 0'],
    ['images that are numbers', '(K\x01K\x02t(\x88t\x86.', 'has no bytes as image 0'],
    ['nothing', '', 'cannot be read as a pickle: it is truncated (at byte 0)'],
    ['an unknown protocol', '\x80\x06N.', 'cannot be read as a pickle: its protocol is newer than 5'],
  ])('%s', async (_, text, message) => {
    await expect(set(latin1(text))).rejects.toThrow(`x.bin: ${message}`);
  });

  test('an image that is none fails when it is read, with its number', async () => {
    const pairs = await set(latin1('(C\x01aC\x01bt(\x88t\x86.'));
    const into = new Uint8Array(size * size * 3);
    await expect(pairs.image(1, into)).rejects.toThrow(/x\.bin, image 1: cannot be decoded: it is not JPEG/);
    await expect(pairs.image(1, into)).rejects.toThrow(BadInput);
  });
});

test('arrays are views of the file, not copies', () => {
  const pickle = bin('arrays-5.bin');
  const [images] = unpickle(pickle, numpyVocabulary) as [PickledArray[]];
  for (const { data } of images) expect(data.buffer).toBe(pickle.buffer);
});
