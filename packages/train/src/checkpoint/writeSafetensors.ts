import { open } from 'node:fs/promises';
import { toFloat16 } from './numberFormats.js';

/** Numbers in the order of a file: 32-bit floats, bytes, or the bits of 16-bit floats. */
interface Entry {
  readonly name: string;
  readonly dtype: 'F32' | 'U8' | 'F16';
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Uint16Array;
}

/**
 * Writes tensors to a safetensors file (F32, bytes as U8, in the map's order) and syncs it to disk. Loads in Python with
 * `safetensors.torch.load_file`. The header is padded so that the values are aligned.
 *
 * @param metadata texts for the header
 * @param options `half`: tensors of two and more dimensions become 16-bit floats, after the others; eleven bits of each
 *   number are left. A network's file is half as large, its embeddings differ in the third digit
 * @throws RangeError for a number that 16 bits do not hold
 * @example
 * ```ts no-run
 * await writeSafetensors('backbone.safetensors', await toStateDict(model));
 * ```
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array | Uint8Array }
  >,
  metadata: Readonly<Record<string, string>> = {},
  { half = false }: { readonly half?: boolean } = {},
): Promise<void> {
  const entries = [...tensors].map(([name, tensor]) => (half ? halved(name, tensor) : entryOf(name, tensor)));
  // Stable, and wider numbers first: those after them stay aligned.
  entries.sort((a, b) => Number(a.dtype === 'F16') - Number(b.dtype === 'F16'));
  const header: [string, object][] = [['__metadata__', metadata]];
  let at = 0;
  for (const { name, dtype, shape, data } of entries) {
    if (name === '__metadata__') throw new RangeError('invalid name of a tensor: __metadata__');
    header.push([name, { dtype, shape, data_offsets: [at, at + data.byteLength] }]);
    at += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(json, 8);

  const file = await open(path, 'w');
  try {
    await file.writeFile(head);
    for (const { data } of entries)
      await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await file.sync();
  } finally {
    await file.close();
  }
}

type Tensor = { readonly shape: readonly number[]; readonly data: Float32Array | Uint8Array };

const entryOf = (name: string, { shape, data }: Tensor): Entry => ({
  name,
  dtype: data instanceof Uint8Array ? 'U8' : 'F32',
  shape,
  data,
});

function halved(name: string, tensor: Tensor): Entry {
  const { shape, data } = tensor;
  if (shape.length < 2 || data instanceof Uint8Array) return entryOf(name, tensor);
  const bits = Uint16Array.from(data, toFloat16);
  const infinite = bits.findIndex((value, i) => (value & 0x7fff) === 0x7c00 && Number.isFinite(data[i]));
  if (infinite >= 0) throw new RangeError(`${name} has ${data[infinite]}, too large for 16 bits`);
  return { name, dtype: 'F16', shape, data: bits };
}
