import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const warmUp = 64;

/** Seeded random numbers: pure-rand's xoroshiro128+, normal ones by Box and Muller (1958), two at a time. */
export class RandomNumbers {
  private readonly generator;
  private spare = Number.NaN;

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
  normal(): number {
    const { spare } = this;
    if (!Number.isNaN(spare)) {
      this.spare = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}
