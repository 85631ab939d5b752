import type { Random } from '../../random.js';
import { boxBlur } from '../boxBlur.js';
import type { Difficulty } from './difficulty.js';

/**
 * Simulates a camera: light from one side, colour cast, blur and noise. For pixel p of channel c at (x, y) in [−1,
 * 1]²: p · (1 + gain + tint_c + light · (x cos φ + y sin φ)) + noise, rounded into 0 … 255.
 *
 * @param rgba size² · 4 bytes, opaque
 * @param into size² · 3 bytes
 */
export function photograph(
  rgba: Uint8Array,
  size: number,
  random: Random,
  difficulty: Difficulty,
  into: Uint8Array,
): void {
  const { light, gain, tint, noise } = difficulty;
  const angle = random.between(0, 2 * Math.PI);
  const strength = random.between(0, light);
  const alongX = strength * Math.cos(angle);
  const alongY = strength * Math.sin(angle);
  const overall = 1 + random.between(-gain, gain);
  const channels = [0, 1, 2].map(() => overall + random.between(-tint, tint)) as [number, number, number];
  const radius = random.chance(difficulty.blurProbability) ? random.between(0, difficulty.blur) * size : 0;
  const half = (size - 1) / 2;
  for (let row = 0, from = 0, to = 0; row < size; row++) {
    const atRow = (alongY * (row - half)) / half;
    for (let column = 0; column < size; column++, from += 4, to += 3) {
      const slope = atRow + (alongX * (column - half)) / half;
      into[to] = byte(rgba[from]! * (channels[0] + slope));
      into[to + 1] = byte(rgba[from + 1]! * (channels[1] + slope));
      into[to + 2] = byte(rgba[from + 2]! * (channels[2] + slope));
    }
  }
  if (radius > 0) boxBlur(into, size, radius);
  for (let i = 0; i < into.length; i++) into[i] = byte(into[i]! + noise * nearlyNormal(random.bits()));
}

const byte = (value: number) => (value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0);

/** The sum of four random bytes, shifted and scaled to mean 0 and variance 1; ten times as fast as an exact normal. */
const nearlyNormal = (bits: number) =>
  ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) / 147.8;
