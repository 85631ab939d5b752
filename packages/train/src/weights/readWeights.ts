import { BadInput } from '../badInput.js';
import { readSafetensors } from '../checkpoint/readSafetensors.js';
import type { Safetensors } from '../checkpoint/safetensorsBytes.js';
import { openPlain } from '../plainFile.js';
import { readTorch } from './torch/readTorch.js';

/**
 * Weights from a file of safetensors, or from a `.pth` or `.pt` of PyTorch. The first bytes tell which.
 *
 * @throws BadInput for a file that is neither, is damaged, or is of a PyTorch before 1.6
 */
export async function readWeights(path: string): Promise<Safetensors> {
  const { file } = await openPlain(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(16), 0, 16, 0);
    const begins = (...bytes: number[]) =>
      bytesRead >= bytes.length && bytes.every((byte, i) => buffer[i] === byte);
    if (begins(0x50, 0x4b, 3, 4)) return { tensors: await readTorch(file, path), metadata: {} };
    // A pickle of the number 0x1950a86a20f9469cfc6c.
    if (begins(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20))
      throw new BadInput(path, 'is in PyTorch’s format from before 1.6', saveAgain);
    // A header of safetensors begins with its length, whose first bytes may be the same.
    const isSafetensors = buffer[8] === 0x7b && buffer.subarray(4, 8).every((byte) => byte === 0);
    if (!isSafetensors && (begins(0x80, 2) || begins(0x80, 4)))
      throw new BadInput(path, 'is a bare pickle', saveAgain);
  } finally {
    await file.close();
  }
  return readSafetensors(path);
}

const saveAgain = 'in Python, save it again: torch.save(torch.load(file, map_location="cpu"), file)';
