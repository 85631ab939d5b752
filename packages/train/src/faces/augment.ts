import sharp from 'sharp';
import { Random } from '../random.js';
import { flip } from './flip.js';

/**
 * none: images as they are; flip: half of them mirrored, the reference's default; heavy: the reference's optional
 * augmentation as well.
 */
export type Augmentation = 'none' | 'flip' | 'heavy';

export const augmentations: readonly Augmentation[] = ['none', 'flip', 'heavy'];

/**
 * Changes an image (size² · 3 bytes) in place. heavy is, one after the other: with probability 0.1 shrunk to 50–80 % of
 * the side and enlarged again; 0.2 blurred (Gaussian, with a window of 3 or 5 pixels, as wide as that is in 112); 0.2
 * hue turned by 0–20° and saturation times 1–1.2; 0.1 without colour; then flip. The random numbers that an image takes
 * do not depend on what becomes of it.
 *
 * Source: the DALI pipeline of insightface's arcface_torch (dataset.py, dali_aug).
 */
export async function augment(
  image: Uint8Array,
  size: number,
  random: Random,
  augmentation: Augmentation,
): Promise<void> {
  if (augmentation === 'none') return;
  if (augmentation === 'heavy') await distort(image, size, random);
  if (random.chance(0.5)) flip(image, size);
}

/** What the random numbers of a batch's images follow from. */
export interface Augmenting {
  readonly augmentation: Augmentation;
  readonly seed: number;
  readonly epoch: number;
  /** Of the batch in its epoch. */
  readonly position: number;
}

/** {@link augment} for the image at a slot of a batch. */
export const augmentSlot = (
  image: Uint8Array,
  size: number,
  slot: number,
  { augmentation, seed, epoch, position }: Augmenting,
): Promise<void> => augment(image, size, new Random(seed, 'augment', epoch, position + slot), augmentation);

async function distort(image: Uint8Array, size: number, random: Random): Promise<void> {
  const shrink = random.chance(0.1);
  const share = random.between(0.5, 0.8);
  const blur = random.chance(0.2);
  const window = random.chance(0.5) ? 3 : 5;
  const recolour = random.chance(0.2);
  const hue = random.between(0, 20);
  const saturation = random.between(1, 1.2);
  const grey = random.chance(0.1);
  if (!shrink && !blur && !recolour && !grey) return;

  const raw = { width: size, height: size, channels: 3 as const };
  let picture = sharp(image, { raw });
  if (shrink) {
    const small = Math.max(1, Math.floor(size * share));
    const shrunk = await picture.resize(small, small, { kernel: 'linear', fit: 'fill' }).raw().toBuffer();
    picture = sharp(shrunk, { raw: { width: small, height: small, channels: 3 } });
    picture = picture.resize(size, size, { kernel: 'linear', fit: 'fill' });
  }
  if (blur) picture = picture.convolve(gaussian(window, size / 112));
  if (recolour || grey)
    picture = picture.recomb(colourMatrix(recolour ? hue : 0, grey ? 0 : recolour ? saturation : 1));
  image.set(await picture.raw().toBuffer());
}

/** The square kernel of a window, with the width that OpenCV and DALI take for it, times `scale`. */
function gaussian(window: number, scale: number) {
  const sigma = (0.3 * ((window - 1) / 2 - 1) + 0.8) * scale;
  const line = Array.from({ length: window }, (_, i) =>
    Math.exp(-((i - (window - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  const kernel = line.flatMap((a) => line.map((b) => a * b));
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return { width: window, height: window, kernel: kernel.map((weight) => weight / sum) };
}

type Row = [number, number, number];

/** Turns the hue and scales the saturation of an RGB colour: a rotation of its chroma (I, Q) in YIQ, as in DALI. */
export function colourMatrix(degrees: number, saturation: number): [Row, Row, Row] {
  const toYiq: Row[] = [
    [0.299, 0.587, 0.114],
    [0.596, -0.274, -0.322],
    [0.211, -0.523, 0.312],
  ];
  const toRgb: Row[] = [
    [1, 0.956, 0.621],
    [1, -0.272, -0.647],
    [1, -1.107, 1.705],
  ];
  const cos = saturation * Math.cos((degrees * Math.PI) / 180);
  const sin = saturation * Math.sin((degrees * Math.PI) / 180);
  const turn: Row[] = [
    [1, 0, 0],
    [0, cos, -sin],
    [0, sin, cos],
  ];
  return multiply(toRgb, multiply(turn, toYiq));
}

function multiply(a: readonly Row[], b: readonly Row[]): [Row, Row, Row] {
  const row = (r: number): Row => {
    const entry = (c: number) => a[r]![0] * b[0]![c]! + a[r]![1] * b[1]![c]! + a[r]![2] * b[2]![c]!;
    return [entry(0), entry(1), entry(2)];
  };
  return [row(0), row(1), row(2)];
}
