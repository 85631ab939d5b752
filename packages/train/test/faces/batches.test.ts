import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../src/badInput.js';
import { type Batch, type BatchOptions, type BatchState, batches } from '../../src/faces/batches.js';
import type { FaceSet } from '../../src/faces/dataset.js';
import { flip } from '../../src/faces/flip.js';
import { generatedFaces } from '../../src/faces/generated/generatedFaces.js';
import { normalise } from '../../src/faces/normalise.js';
import { numbered } from './numbered.js';

async function take(set: FaceSet, count: number, options: BatchOptions): Promise<Batch[]> {
  const taken: Batch[] = [];
  for await (const batch of batches(set, options)) if (taken.push(batch) === count) break;
  return taken;
}

/** The numbers of a numbered set's images, from their first byte. */
const indices = (batch: Batch, size = 1) =>
  Array.from(batch.labels, (_, i) => Math.round((batch.images[i * size * size * 3]! + 1) * 127.5));

const contents = ({ images, labels, state }: Batch) => ({ images, labels, state });

describe('order', () => {
  const set = numbered([5, 6]);

  test('an epoch has every image once, but for those that fill no batch', async () => {
    const taken = await take(set, 6, { batchSize: 3 });
    expect(taken.map(({ epoch }) => epoch)).toEqual([0, 0, 0, 1, 1, 1]);
    for (const epoch of [taken.slice(0, 3), taken.slice(3)]) {
      expect(new Set(epoch.flatMap((batch) => indices(batch))).size).toBe(9);
    }
    expect(taken.slice(0, 3).flatMap((b) => indices(b))).not.toEqual(
      taken.slice(3).flatMap((b) => indices(b)),
    );
  });

  test('labels belong to their images', async () => {
    for (const batch of await take(set, 3, { batchSize: 3 })) {
      expect(Array.from(batch.labels)).toEqual(indices(batch).map((index) => set.label(index)));
    }
  });

  test('the seed decides', async () => {
    const from = (seed: number) => ({ seed, epoch: 0, position: 0 });
    const first = (await take(set, 3, { batchSize: 3, from: from(1) })).map(contents);
    expect((await take(set, 3, { batchSize: 3, from: from(1), ahead: 5 })).map(contents)).toEqual(first);
    expect((await take(set, 3, { batchSize: 3, from: from(2) })).map(contents)).not.toEqual(first);
  });

  test('over many epochs every image comes in every place', async () => {
    const places = new Set<number>();
    for (const [at, batch] of (await take(numbered([4]), 100, { batchSize: 4 })).entries()) {
      expect(batch.epoch).toBe(at);
      places.add(indices(batch).indexOf(2));
    }
    expect(places.size).toBe(4);
  });
});

test.each(['none', 'flip', 'heavy'] as const)(
  'gone on from any state, after JSON, the batches are those of the uninterrupted run (%s)',
  async (augmentation) => {
    const set = await generatedFaces({ identities: 5, perIdentity: 3, imageSize: 16 }, { cache: null });
    const whole = await take(set, 8, { batchSize: 4, augmentation });
    for (let cut = 0; cut < 7; cut++) {
      const from = JSON.parse(JSON.stringify(whole[cut]!.state)) as BatchState;
      const rest = await take(set, 7 - cut, { batchSize: 4, augmentation, from });
      expect(rest.map(contents)).toEqual(whole.slice(cut + 1).map(contents));
    }
  },
);

describe('augmentation', () => {
  test('none leaves the pixels alone, flip mirrors half of the images', async () => {
    const set = await generatedFaces({ identities: 10, perIdentity: 10, imageSize: 8 }, { cache: null });
    const bytes = 8 * 8 * 3;
    const originals = new Map<string, number>();
    const mirrored = new Map<string, number>();
    for (let index = 0; index < set.length; index++) {
      const image = new Uint8Array(bytes);
      set.image(index, image);
      originals.set(String(normalise(image)), index);
      mirrored.set(String(normalise(flip(image, 8))), index);
    }
    const images = ({ images }: Batch) =>
      Array.from({ length: 50 }, (_, i) => String(images.subarray(i * bytes, (i + 1) * bytes)));
    for (const batch of await take(set, 2, { batchSize: 50, augmentation: 'none' })) {
      for (const image of images(batch)) expect(originals.has(image)).toBe(true);
    }
    let flipped = 0;
    for (const batch of await take(set, 2, { batchSize: 50 })) {
      for (const [i, image] of images(batch).entries()) {
        const index = originals.get(image) ?? mirrored.get(image);
        expect(set.label(index!)).toBe(batch.labels[i]);
        if (mirrored.has(image)) flipped++;
      }
    }
    expect(flipped).toBeGreaterThan(30);
    expect(flipped).toBeLessThan(70);
  });
});

test('which images are mirrored changes from batch to batch, and from epoch to epoch', async () => {
  // Two by two pixels, the left ones black and the right ones white.
  const halves: FaceSet = {
    ...numbered([24], 2),
    image: (_, into) => void into.fill(255).fill(0, 0, 3).fill(0, 6, 9),
  };
  const patterns = (await take(halves, 6, { batchSize: 12 })).map(({ images }) =>
    Array.from({ length: 12 }, (_, slot) => (images[slot * 12] === -1 ? '.' : 'x')).join(''),
  );
  expect(new Set(patterns).size).toBe(6);
  expect(patterns.join('')).toMatch(/\.x|x\./);
});

describe('ahead of the caller', () => {
  /** Every image takes as long as the test wants. */
  function slow(set: FaceSet) {
    const waiting: (() => void)[] = [];
    let asked = 0;
    return {
      set: {
        ...set,
        image: async (index: number, into: Uint8Array) => {
          asked++;
          await new Promise<void>((resolve) => waiting.push(resolve));
          await set.image(index, into);
        },
      },
      asked: () => asked,
      async finish() {
        while (waiting.length > 0) {
          for (const resolve of waiting.splice(0)) resolve();
          await setTimeout(0);
        }
      },
    };
  }

  test('so many batches are prepared, and no more', async () => {
    const { set, asked, finish } = slow(numbered([100]));
    const iterator = batches(set, { batchSize: 4, ahead: 3 });
    const first = iterator.next();
    await finish();
    expect(asked()).toBe(12);
    expect((await first).value!.state.position).toBe(4);
    const second = iterator.next();
    await setTimeout(0);
    expect(asked()).toBe(16);
    await finish();
    await second;
    await iterator.return?.();
  });

  test('batches that nobody asks for any more are not finished', async () => {
    const set = numbered([250]);
    const options = { batchSize: 80, ahead: 3, augmentation: 'none' } as const;
    const first = new Set((await take(set, 1, options)).flatMap((batch) => indices(batch)));
    expect(first.size).toBe(80);
    let read = 0;
    const image = async (index: number) => {
      read++;
      await setTimeout(first.has(index) ? 0 : 20);
    };
    await take({ ...set, image }, 1, options);
    await setTimeout(300);
    // All three would be 240.
    expect(read).toBeLessThan(200);
  });

  test('a batch reads several images at once, within bounds', async () => {
    const { set, asked, finish } = slow(numbered([100]));
    const iterator = batches(set, { batchSize: 50, ahead: 1 });
    const first = iterator.next();
    await setTimeout(0);
    expect(asked()).toBe(16);
    await finish();
    expect((await first).value!.labels.length).toBe(50);
  });

  test('the wait is the caller’s, and told', async () => {
    const set = numbered([10]);
    const lazy = { ...set, image: async () => void (await setTimeout(20)) };
    for (const { waitedMs } of await take(lazy, 1, { batchSize: 2, ahead: 1 })) {
      expect(waitedMs).toBeGreaterThan(15);
    }
  });
});

describe('images that cannot be read', () => {
  const bad = (...broken: number[]): FaceSet => {
    const set = numbered([6, 6]);
    return {
      ...set,
      image: (index, into) => {
        if (broken.includes(index)) throw new BadInput(`${index}.jpg`, 'is not an image', 'delete it');
        return set.image(index, into);
      },
    };
  };

  test('fail: the message of the first', async () => {
    await expect(take(bad(3), 4, { batchSize: 3 })).rejects.toThrow('3.jpg: is not an image (delete it)');
  });

  test('skip: others take their place, each is reported once, and a resumed run has the same ones', async () => {
    const options = { batchSize: 4, onBadImage: 'skip', augmentation: 'none' } as const;
    const taken = await take(bad(3, 7), 9, options);
    const seen = taken.flatMap((batch) => indices(batch));
    expect(seen).toHaveLength(36);
    expect(seen).not.toContain(3);
    expect(seen).not.toContain(7);
    expect(taken.flatMap((batch) => Array.from(batch.labels))).toEqual(
      seen.map((index) => (index < 6 ? 0 : 1)),
    );
    expect(taken.flatMap(({ skipped }) => skipped.map(({ file }) => file)).toSorted()).toEqual([
      '3.jpg',
      '7.jpg',
    ]);
    const rest = await take(bad(3, 7), 4, { ...options, from: taken[4]!.state });
    expect(rest.map(contents)).toEqual(taken.slice(5).map(contents));
  });

  test('skip gives up where nothing can be read', async () => {
    const all = Array.from({ length: 12 }, (_, index) => index);
    await expect(take(bad(...all), 1, { batchSize: 3, onBadImage: 'skip' })).rejects.toThrow(BadInput);
  });

  test('substitutes are drawn for each place anew', async () => {
    const set = bad(...Array.from({ length: 6 }, (_, index) => index));
    const seen = (await take(set, 4, { batchSize: 12, onBadImage: 'skip' })).map((batch) => indices(batch));
    for (const batch of seen) expect(new Set(batch).size).toBeLessThan(12);
    // Six places at a time go to others; alike in all of them, they would be one image.
    for (const batch of seen)
      expect(Math.max(...batch.map((a) => batch.filter((b) => a === b).length))).toBeLessThan(7);
    expect(seen[0]).not.toEqual(seen[1]);
  });

  test('skip hides no other error', async () => {
    let failed = false;
    const set: FaceSet = {
      ...numbered([4]),
      image: () => {
        if (failed) return;
        failed = true;
        throw new Error('disk on fire');
      },
    };
    await expect(take(set, 1, { batchSize: 2, onBadImage: 'skip' })).rejects.toThrow('disk on fire');
  });
});

test.each([
  [{ batchSize: 0 }, 'invalid batchSize: 0 (expected an integer, at least 1)'],
  [{ batchSize: 12 }, 'invalid batchSize: 12 (numbered has 11 images)'],
  [{ batchSize: 2, ahead: 0 }, 'invalid ahead: 0'],
  [{ batchSize: 2, from: { seed: 1, epoch: -1, position: 0 } }, 'invalid from.epoch: -1'],
  [{ batchSize: 2, from: { seed: 0.5, epoch: 0, position: 0 } }, 'invalid from.seed: 0.5'],
  [
    { batchSize: 2, augmentation: 'some' as 'none' },
    'invalid augmentation: some (expected none, flip, heavy)',
  ],
])('%j is refused at once', (options, message) => {
  expect(() => batches(numbered([11]), options)).toThrow(message);
});
