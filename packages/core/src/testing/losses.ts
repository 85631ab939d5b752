import * as fc from 'fast-check';
import type { Loss } from '../scheduler.js';
import { normal, uniform } from './random.js';

/** Length and scale of the sequences. */
export interface LossesOptions {
  /** Fewest losses. Default 1. */
  readonly minLength?: number;
  /** Most losses. Default 200. */
  readonly maxLength?: number;
  /** Largest magnitude of a level. Default 100. */
  readonly scale?: number;
}

/** A piece of `length` losses that begins at `start`, with the level at its end. */
type Piece = (start: number, length: number) => number[];

/** Evenly spaced numbers: none is denormal, and sums of a few stay distinct. */
const real = (min: number, max: number) =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((k) => min + ((max - min) * k) / 2 ** 30);
const seeds = fc.integer({ min: 0, max: 0x7fffffff });
const levels = (start: number, length: number, level: (t: number) => number) =>
  Array.from({ length }, (_, t) => start + level(t));

/** Falls along a straight line or an exponential, by `drop` over the piece. */
const falling = (scale: number): fc.Arbitrary<Piece> =>
  fc.tuple(real(0, scale), fc.boolean()).map(
    ([drop, straight]) =>
      (start, length) =>
        levels(start, length, (t) => -drop * (straight ? t / length : 1 - Math.exp((-5 * t) / length))),
  );

const flat: fc.Arbitrary<Piece> = fc.constant((start, length) => levels(start, length, () => 0));

const noisy = (scale: number): fc.Arbitrary<Piece> =>
  fc.tuple(real(0, scale / 10), seeds).map(([sigma, seed]) => (start, length) => {
    const next = normal(seed);
    return levels(start, length, () => sigma * next());
  });

/** A falling or flat line with single losses far above it. */
const spiky = (scale: number): fc.Arbitrary<Piece> =>
  fc.tuple(real(0, scale), real(0, 10 * scale), seeds).map(([drop, height, seed]) => (start, length) => {
    const next = uniform(seed);
    return levels(start, length, (t) => (-drop * t) / length + (next() < 0.05 ? height : 0));
  });

/** Periodic, like the loss over passes through a small data set. */
const periodic = (scale: number): fc.Arbitrary<Piece> =>
  fc.tuple(real(0, scale / 10), fc.integer({ min: 2, max: 50 })).map(
    ([height, period]) =>
      (start, length) =>
        levels(start, length, (t) => height * Math.sin((2 * Math.PI * t) / period)),
  );

function pieces(piece: fc.Arbitrary<Piece>, options: LossesOptions): fc.Arbitrary<number[]> {
  const { minLength = 1, maxLength = 200, scale = 100 } = options;
  const lengths = fc.array(fc.tuple(piece, fc.integer({ min: 1, max: maxLength })), {
    minLength: 1,
    maxLength: 5,
  });
  return fc
    .tuple(real(-scale, scale), lengths, fc.integer({ min: minLength, max: maxLength }))
    .map(([start, parts, length]) => {
      const losses: number[] = [];
      for (let i = 0; losses.length < length; i++) {
        const [make, size] = parts[i % parts.length]!;
        losses.push(...make(losses.at(-1) ?? start, Math.min(size, length - losses.length)));
      }
      return losses;
    });
}

/** Losses that fall throughout. */
export const fallingLosses = (options: LossesOptions = {}) => pieces(falling(options.scale ?? 100), options);
/** Losses that stay where they start. */
export const flatLosses = (options: LossesOptions = {}) => pieces(flat, options);
/** White noise about a constant. */
export const noisyLosses = (options: LossesOptions = {}) => pieces(noisy(options.scale ?? 100), options);
/** Losses with single values far above the line. */
export const spikyLosses = (options: LossesOptions = {}) => pieces(spiky(options.scale ?? 100), options);
/** Periodic losses. */
export const periodicLosses = (options: LossesOptions = {}) =>
  pieces(periodic(options.scale ?? 100), options);

/**
 * Losses of up to five pieces, each falling, flat, noisy, spiky or periodic. They cause decisions, which random
 * numbers almost never do.
 *
 * @param options length and scale
 * @example
 * assertLaws(fastface({ patience: 5 }), { losses: anyLosses({ maxLength: 50 }), runs: 20 });
 */
export function anyLosses(options: LossesOptions = {}): fc.Arbitrary<number[]> {
  const scale = options.scale ?? 100;
  return pieces(fc.oneof(falling(scale), flat, noisy(scale), spiky(scale), periodic(scale)), options);
}

/** The same losses with some replaced by NaN, ±Infinity or null (an update that the optimiser skipped). */
export function withUnusable(losses: fc.Arbitrary<readonly Loss[]>): fc.Arbitrary<Loss[]> {
  const unusable = fc.constantFrom<Loss[]>(Number.NaN, Infinity, -Infinity, null);
  const holes = fc.array(fc.tuple(fc.nat(), unusable), { maxLength: 10 });
  return fc.tuple(losses, holes).map(([values, places]) => {
    const mixed: Loss[] = [...values];
    for (const [at, value] of places) mixed[at % mixed.length] = value;
    return mixed;
  });
}
