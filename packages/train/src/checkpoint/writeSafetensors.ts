import { open } from 'node:fs/promises';

/**
 * Writes tensors to a safetensors file (F32, bytes as U8, in the map's order) and syncs it to disk. Loads in Python with
 * `safetensors.torch.load_file`. The header is padded so that the values are aligned.
 *
 * @param metadata texts for the header
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
): Promise<void> {
  const entries: [string, object][] = [['__metadata__', metadata]];
  let at = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === '__metadata__') throw new RangeError('invalid name of a tensor: __metadata__');
    entries.push([
      name,
      { dtype: data instanceof Uint8Array ? 'U8' : 'F32', shape, data_offsets: [at, at + data.byteLength] },
    ]);
    at += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(json, 8);

  const file = await open(path, 'w');
  try {
    await file.writeFile(head);
    for (const { data } of tensors.values())
      await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await file.sync();
  } finally {
    await file.close();
  }
}
