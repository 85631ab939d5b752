import { openPlain } from '../plainFile.js';
import { readExactly } from './readExactly.js';
import { damagedIn, headerLength, headerOf, type Safetensors, tensorOf } from './safetensorsBytes.js';
import type { Tensors } from './tensors.js';

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
  const { file, size } = await openPlain(path);
  const fail = damagedIn(path);
  try {
    const length = headerLength(await readExactly(file, 0, Math.min(8, size), fail), size, fail);
    const header = headerOf(await readExactly(file, 8, length, fail), size, fail);
    const tensors: Tensors = new Map();
    for (const entry of header.tensors) {
      const { begin, end } = entry;
      const bytes = await readExactly(file, 8 + length + begin, end - begin, fail);
      tensors.set(entry.name, tensorOf(entry, bytes));
    }
    return { tensors, metadata: header.metadata };
  } finally {
    await file.close();
  }
}
