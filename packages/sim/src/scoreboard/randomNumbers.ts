import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { boxMuller } from '../lossModel/gaussians.js';

const warmUp = 64;

/** Seeded random numbers: pure-rand's xoroshiro128+, normal ones by Box and Muller (1958), two at a time. */
export class RandomNumbers {
  private readonly generator;

  /** @param seed a whole number */
  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
    // Its first numbers are similar for neighbouring seeds.
    for (let i = 0; i < warmUp; i++) this.generator.next();
  }

  /** Uniform in [0, 1), 24 bits. */
  uniform(): number {
    return uniformFloat32(this.generator);
  }

  /** Mean 0, standard deviation 1. */
  readonly normal = boxMuller(
    () => 1 - this.uniform(),
    () => this.uniform(),
  );
}
