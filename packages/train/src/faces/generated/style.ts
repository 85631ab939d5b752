import type { Random } from '../../random.js';
import type { Difficulty } from './difficulty.js';

/** A way to draw people. */
export interface Style<Identity> {
  readonly name: string;
  /** A new random identity. */
  identity(random: Random): Identity;
  /** The discrete features as text. People with different signatures look different. */
  signature(identity: Identity): string;
  /** SVG elements of this person with random variations; the face fills the square from (0, 0) to (300, 300). */
  draw(identity: Identity, random: Random, difficulty: Difficulty): string;
}
