import { BadInput } from '../badInput.js';
import { numberFormats } from './numberFormats.js';
import { largestHeader, parseHeader, type SafetensorsHeader, type TensorEntry } from './safetensorsHeader.js';
import type { Tensors } from './tensors.js';

/** Tensors by their names, all as 32-bit floats. */
export interface Safetensors {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is wrong with the file that `path` names. */
export const damagedIn = (path: string) => (problem: string) =>
  new BadInput(path, problem, 'it is damaged or no safetensors file: take another');

/**
 * Reads safetensors from memory: what `readSafetensors` of `@fastface/train` reads from a file.
 *
 * @param name for messages
 * @throws BadInput if the bytes are truncated or do not match their header
 * @example
 * ```ts no-run
 * const response = await fetch('backbone.safetensors');
 * const { tensors } = parseSafetensors(new Uint8Array(await response.arrayBuffer()), 'backbone.safetensors');
 * tensors.get('conv1.weight')?.shape; // [64, 3, 3, 3]
 * ```
 */
export function parseSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const fail = damagedIn(name);
  const length = headerLength(bytes.subarray(0, 8), bytes.length, fail);
  const { tensors, metadata } = headerOf(bytes.subarray(8, 8 + length), bytes.length, fail);
  const data = bytes.subarray(8 + length);
  return {
    tensors: new Map(
      tensors.map((entry) => [entry.name, tensorOf(entry, data.subarray(entry.begin, entry.end))]),
    ),
    metadata,
  };
}

/** The length of the header after the first eight bytes of `size`. */
export function headerLength(first: Uint8Array, size: number, fail: (problem: string) => BadInput): number {
  if (size < 8) throw fail(`has ${size} bytes, fewer than the header's length takes`);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > size)
    throw fail(`speaks of a header of ${length} bytes, but has ${size} bytes`);
  return length;
}

/** The header in its bytes, checked against the `size` of the whole. */
export function headerOf(
  bytes: Uint8Array,
  size: number,
  fail: (problem: string) => BadInput,
): SafetensorsHeader {
  const header = parseHeader(new TextDecoder().decode(bytes), size - 8 - bytes.length);
  if (typeof header === 'string') throw fail(header);
  return header;
}

/** A tensor from its bytes. Of 32-bit floats it is a view of them. */
export function tensorOf(
  { format, shape }: TensorEntry,
  bytes: Uint8Array,
): { shape: readonly number[]; data: Float32Array } {
  const { decode, bytes: size } = numberFormats.get(format)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { shape, data: decode(view, bytes.length / size) };
}
