import { BadInput } from '../badInput.js';
import { readSafetensors } from '../checkpoint/readSafetensors.js';
import { writeSafetensors } from '../checkpoint/writeSafetensors.js';
import { Gallery } from './gallery.js';

const kind = 'fastface gallery';

/**
 * Writes a gallery as safetensors: the tensor `embeddings`, and the names as the bytes of a JSON list, `names`.
 *
 * @param network what embedded it, so that nobody searches it with another
 */
export async function saveGallery(
  path: string,
  { names, dimension, values }: Gallery,
  network: string,
): Promise<void> {
  const listed = new TextEncoder().encode(JSON.stringify(names));
  const tensors = new Map<string, { shape: number[]; data: Float32Array | Uint8Array }>([
    ['embeddings', { shape: [names.length, dimension], data: values }],
    ['names', { shape: [listed.length], data: listed }],
  ]);
  await writeSafetensors(path, tensors, { kind, network });
}

/**
 * Reads a gallery.
 *
 * @throws BadInput for a file of another kind
 */
export async function openGallery(path: string): Promise<{ gallery: Gallery; network: string }> {
  const { tensors, metadata } = await readSafetensors(path);
  const advice = 'make one: fastface-train embed FOLDER -o gallery.safetensors';
  if (metadata.kind !== kind) throw new BadInput(path, 'is no gallery', advice);
  const names = namesIn(tensors.get('names')?.data);
  const { shape, data } = tensors.get('embeddings') ?? { shape: [], data: new Float32Array() };
  if (names === null || shape.length !== 2 || shape[0] !== names.length)
    throw new BadInput(path, 'has not one name for each embedding', advice);
  if (!data.every(Number.isFinite)) throw new BadInput(path, 'has numbers that are not finite', advice);
  const gallery = new Gallery({ names, dimension: shape[1]!, values: data });
  return { gallery, network: metadata.network ?? '' };
}

function namesIn(bytes: Float32Array = new Float32Array()): string[] | null {
  try {
    const names: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes)));
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : null;
  } catch {
    return null;
  }
}
