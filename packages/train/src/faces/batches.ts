import { BadInput } from '../badInput.js';
import { Random } from '../random.js';
import { type Augmentation, type Augmenting, augmentations, augmentSlot } from './augment.js';
import { type FaceSet, imageBytes } from './dataset.js';
import { DecodeThreads } from './decode/decodeThreads.js';
import { epochOrder } from './epochOrder.js';
import { normalise } from './normalise.js';

/** Where a run over the images is: plain JSON for a checkpoint. */
export interface BatchState {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** Images of this epoch that have been handed out. */
  readonly position: number;
}

export interface Batch {
  /** [batchSize, imageSize, imageSize, 3] in [−1, 1]. */
  readonly images: Float32Array;
  readonly labels: Int32Array;
  /** Of this batch. */
  readonly epoch: number;
  /** Where to go on after this batch: `from` of a later call. */
  readonly state: BatchState;
  /** How long the caller was kept waiting for this batch, in milliseconds. */
  readonly waitedMs: number;
  /** Images that could not be read for this batch and had not been reported before. */
  readonly skipped: readonly BadInput[];
}

export interface BatchOptions {
  readonly batchSize: number;
  /** The first batch; the seed is a whole number (default seed 3407 at the beginning). */
  readonly from?: BatchState;
  /** Default flip. */
  readonly augmentation?: Augmentation;
  /**
   * What an image that cannot be read does: fail throws its BadInput; skip takes another image in its place, drawn at
   * random, and reports it in the batch (default fail).
   */
  readonly onBadImage?: 'fail' | 'skip';
  /** Batches that are prepared ahead of the caller (default 2); each costs batchSize · imageSize² · 24 bytes. */
  readonly ahead?: number;
}

/** Decoders at work on one batch at the same time. */
const atOnce = 16;

/** Number of first batches without a plain JPEG after which the threads end. */
const mostEmpty = 8;

/** Number of unreadable images in a row after which the data itself is taken to be wrong. */
const mostAttempts = 100;

/**
 * Batches without end: every epoch all images once, in an order of its own, except that the last length mod batchSize of
 * an epoch are left out. The batches follow from the seed alone. A run that goes on from a batch's `state` sees the
 * batches that the uninterrupted one sees, augmentation included.
 *
 * Images are decoded ahead of the caller; no more than `ahead` batches wait in memory. JPEGs are read and decoded in
 * threads of their own, which work on while the caller computes. They end with the iteration.
 *
 * @throws RangeError at once for invalid options; BadInput, while iterating, for an image that cannot be read
 * @example
 * const faces = await generatedFaces({ identities: 4, perIdentity: 4, imageSize: 16 }, { cache: null });
 * for await (const { images, state } of batches(faces, { batchSize: 8 })) {
 *   images.length; // 6144, which is 8 · 16 · 16 · 3
 *   state; // { seed: 3407, epoch: 0, position: 8 }
 *   break;
 * }
 */
export function batches(set: FaceSet, options: BatchOptions): AsyncIterableIterator<Batch> {
  const { batchSize, from = { seed: 3407, epoch: 0, position: 0 }, ahead = 2 } = options;
  const { augmentation = 'flip', onBadImage = 'fail' } = options;
  check('batchSize', batchSize, 1);
  check('ahead', ahead, 1);
  for (const key of ['seed', 'epoch', 'position'] as const) check(`from.${key}`, from[key], 0);
  if (!augmentations.includes(augmentation)) {
    throw new RangeError(`invalid augmentation: ${augmentation} (expected ${augmentations.join(', ')})`);
  }
  if (batchSize > set.length) {
    throw new RangeError(`invalid batchSize: ${batchSize} (${set.name} has ${set.length} images)`);
  }
  return run(set, { batchSize, from, ahead, augmentation, onBadImage });
}

async function* run(set: FaceSet, options: Required<BatchOptions>): AsyncGenerator<Batch, never, undefined> {
  const threads = set.place && new DecodeThreads();
  const over = new AbortController();
  try {
    return yield* prepared(set, options, over.signal, threads);
  } finally {
    // Batches under way are not finished: nobody asks for them.
    over.abort();
    threads?.close();
  }
}

async function* prepared(
  set: FaceSet,
  options: Required<BatchOptions>,
  over: AbortSignal,
  threads: DecodeThreads | undefined,
): AsyncGenerator<Batch, never, undefined> {
  const { batchSize, from, ahead } = options;
  const prepare = preparer(set, options, over, threads);
  const queue: ReturnType<typeof prepare>[] = [];
  const reported = new Set<string>();
  let { epoch, position } = from;
  let order: Uint32Array | null = null;
  for (;;) {
    const asked = performance.now();
    while (queue.length < ahead) {
      if (position + batchSize > set.length) {
        epoch++;
        position = 0;
        order = null;
      }
      order ??= epochOrder(set.length, from.seed, epoch);
      const prepared = prepare(order.subarray(position, position + batchSize), epoch, position);
      // A failure is met when its batch is due, not before.
      prepared.catch(() => {});
      queue.push(prepared);
      position += batchSize;
    }
    const { skipped, ...batch } = await queue.shift()!;
    // A set's add tells nothing, but its size does.
    const fresh = skipped.filter(({ message }) => reported.size < reported.add(message).size);
    yield { ...batch, waitedMs: performance.now() - asked, skipped: fresh };
  }
}

function preparer(
  set: FaceSet,
  { batchSize, from, augmentation, onBadImage }: Required<BatchOptions>,
  over: AbortSignal,
  threads: DecodeThreads | undefined,
) {
  const { seed } = from;
  const bytes = imageBytes(set);
  const free: SharedArrayBuffer[] = [];
  // Whether the threads have ever filled a slot, and the batches in which they filled none.
  let [hasPlain, empty] = [false, 0];

  /** Reads an image and gives its index; where it is skipped, those of another. */
  async function read(index: number, epoch: number, place: number, into: Uint8Array, skipped: BadInput[]) {
    let chosen = index;
    let substitutes: Random | null = null;
    for (let attempt = 1; ; attempt++) {
      try {
        await set.image(chosen, into);
        return chosen;
      } catch (error) {
        if (!(error instanceof BadInput) || onBadImage === 'fail' || attempt === mostAttempts) throw error;
        skipped.push(error);
        substitutes ??= new Random(seed, 'substitute', epoch, place);
        chosen = substitutes.below(set.length);
      }
    }
  }

  /** The slots that the threads have filled. */
  async function byThreads(
    threads: DecodeThreads,
    indices: Uint32Array,
    images: SharedArrayBuffer,
    augmenting: Augmenting,
  ): Promise<Set<number>> {
    const places = Array.from(indices, (index) => set.place!(index));
    const done = await threads.fill(places, set.imageSize, images, augmenting);
    // Images of another kind: reading them twice would be in vain.
    if (done.length > 0) hasPlain = true;
    else if (!hasPlain && ++empty === mostEmpty) threads.close();
    return new Set(done);
  }

  return async (indices: Uint32Array, epoch: number, position: number) => {
    const { imageSize } = set;
    const shared = free.pop() ?? new SharedArrayBuffer(4 * batchSize * bytes);
    const images = new Float32Array(shared);
    const augmenting = { augmentation, seed, epoch, position };
    const done = threads ? await byThreads(threads, indices, shared, augmenting) : null;
    const labels = Int32Array.from(indices, (index) => set.label(index));
    const skipped: BadInput[] = [];
    const left = Array.from(indices.keys()).filter((slot) => !done?.has(slot));
    const work = async () => {
      for (let slot = left.shift(); slot !== undefined && !over.aborted; slot = left.shift()) {
        const pixels = new Uint8Array(bytes);
        labels[slot] = set.label(await read(indices[slot]!, epoch, position + slot, pixels, skipped));
        await augmentSlot(pixels, imageSize, slot, augmenting);
        normalise(pixels, images.subarray(slot * bytes, (slot + 1) * bytes));
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
    const state: BatchState = { seed, epoch, position: position + batchSize };
    free.push(shared);
    // Backends do not take shared memory.
    return { images: images.slice(), labels, epoch, state, skipped };
  };
}

function check(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`invalid ${option}: ${value} (expected an integer, at least ${least})`);
  }
}
