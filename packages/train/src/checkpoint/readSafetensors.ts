import { type FileHandle, open } from 'node:fs/promises';
import { BadInput } from '../badInput.js';
import { numberFormats } from './numberFormats.js';
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
  const file = await openFile(path);
  try {
    const { header, dataStart } = await readHeader(file, path);
    const tensors: Tensors = new Map();
    for (const { name, format, shape, begin, end } of header.tensors) {
      const bytes = await exactly(file, path, dataStart + begin, end - begin);
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
  path: string,
): Promise<{ header: SafetensorsHeader; dataStart: number }> {
  const { size } = await file.stat();
  if (size < 8) throw damaged(path, `has ${size} bytes, fewer than the header's length takes`);
  const first = await exactly(file, path, 0, 8);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > size)
    throw damaged(path, `speaks of a header of ${length} bytes, but has ${size} bytes`);
  const text = new TextDecoder().decode(await exactly(file, path, 8, length));
  const header = parseHeader(text, size - 8 - length);
  if (typeof header === 'string') throw damaged(path, header);
  return { header, dataStart: 8 + length };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'does not exist' : `cannot be opened (${code})`;
    throw new BadInput(path, problem, 'name a .safetensors file');
  }
}

/** Large tensors need several reads, because one read takes at most 2 GiB. */
const mostAtOnce = 1 << 30;

async function exactly(
  file: FileHandle,
  path: string,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const most = Math.min(length - done, mostAtOnce);
    const { bytesRead } = await file.read(bytes, done, most, position + done).catch((error: Error) => {
      throw damaged(path, `cannot be read (${error.message})`);
    });
    if (bytesRead === 0) throw damaged(path, 'ends too early');
    done += bytesRead;
  }
  return bytes;
}

const damaged = (path: string, problem: string) =>
  new BadInput(path, problem, 'it is damaged or no safetensors file: take another');
