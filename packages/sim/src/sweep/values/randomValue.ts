import { hash } from 'node:crypto';
import { numberAt } from './gridValues.js';
import type { Axis } from './values.js';

/**
 * The value of configuration `index` of a random search: uniform over the choices or over the range (over its
 * logarithm for `log`, over its integers for `int`).
 *
 * It depends only on its arguments, so any part of a search can be drawn on any machine.
 */
export function randomValue({ option, choices, range }: Axis, seed: number, index: number): unknown {
  const u = uniform(seed, index, option);
  if (range === null) return choices![Math.floor(u * choices!.length)];
  if (!range.whole || range.log) return numberAt(range, u);
  const least = Math.min(range.from, range.to);
  return least + Math.floor(u * (Math.abs(range.to - range.from) + 1));
}

/** 53 bits of a hash as a number, 0 ≤ u < 1: 1 µs, and the same on every machine. */
export function uniform(seed: number, index: number, name: string): number {
  const digest = hash('sha256', `${seed}/${index}/${name}`, 'buffer');
  return (digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11)) / 2 ** 53;
}
