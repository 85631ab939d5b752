import { writeFile } from 'node:fs/promises';

/** Writes a matrix of 32-bit floats as numpy.save does (format 1.0). */
export function writeNpy(
  path: string,
  shape: readonly [number, number],
  values: Float32Array,
): Promise<void> {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  // The numbers begin at a multiple of 64.
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return writeFile(
    path,
    Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), length, Buffer.from(header), data]),
  );
}
