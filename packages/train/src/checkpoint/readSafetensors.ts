import type { FileHandle } from 'node:fs/promises';
import { BadInput } from '../badInput.js';
import { openPlain } from '../plainFile.js';
import { numberFormats } from './numberFormats.js';
import { readExactly } from './readExactly.js';
import { largestHeader, parseHeader, type SafetensorsHeader } from './safetensorsHeader.js';
import type { Tensors } from './tensors.js';

export interface Safetensors {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file from any writer: header length (u64), JSON header, the tensors' values. All number formats
 * are converted to 32-bit floats. Needs the memory of its tensors, plus one tensor twice.
 *
 * @throws BadInput if the file is missing, truncated, or does not match its header
 * @example
 * ```ts no-run
 * const { tensors } = await readSafetensors('backbone.safetensors');
 * tensors.get('conv1.weight')?.shape; // [64, 3, 3, 3]
 * ```
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  const { file } = await openPlain(path);
  const fail = damagedIn(path);
  try {
    const { header, dataStart } = await readHeader(file, fail);
    const tensors: Tensors = new Map();
    for (const { name, format, shape, begin, end } of header.tensors) {
      const bytes = await readExactly(file, dataStart + begin, end - begin, fail);
      const { decode, bytes: size } = numberFormats.get(format)!;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      tensors.set(name, { shape, data: decode(view, bytes.length / size) });
    }
    return { tensors, metadata: header.metadata };
  } finally {
    await file.close();
  }
}

async function readHeader(
  file: FileHandle,
  fail: (problem: string) => BadInput,
): Promise<{ header: SafetensorsHeader; dataStart: number }> {
  const { size } = await file.stat();
  if (size < 8) throw fail(`has ${size} bytes, fewer than the header's length takes`);
  const first = await readExactly(file, 0, 8, fail);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > size)
    throw fail(`speaks of a header of ${length} bytes, but has ${size} bytes`);
  const text = new TextDecoder().decode(await readExactly(file, 8, length, fail));
  const header = parseHeader(text, size - 8 - length);
  if (typeof header === 'string') throw fail(header);
  return { header, dataStart: 8 + length };
}

const damagedIn = (path: string) => (problem: string) =>
  new BadInput(path, problem, 'it is damaged or no safetensors file: take another');
