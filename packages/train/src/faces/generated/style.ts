import type { Random } from '../../random.js';
import type { Difficulty } from './difficulty.js';

/** A way to draw people. */
export interface Style<Identity> {
  readonly name: string;
  /** Someone new. */
  identity(random: Random): Identity;
  /** The features that have a finite number of shapes, as text: people who differ here differ visibly. */
  signature(identity: Identity): string;
  /** SVG elements of this person in one of many looks; the face fills the square from (0, 0) to (300, 300). */
  draw(identity: Identity, random: Random, difficulty: Difficulty): string;
}
