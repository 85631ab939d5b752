import type { PairSet } from '../faces/dataset.js';
import type { DifficultyName } from '../faces/generated/difficulty.js';
import { type GenerateSettings, generatedFaces } from '../faces/generated/generatedFaces.js';
import { pairsOf } from '../faces/pairsOf.js';

/** Images of each person to verify on. */
const perIdentity = 6;

export interface UnseenOptions {
  readonly difficulty: DifficultyName;
  readonly style: 'facesjs' | 'notionists';
  readonly seed: number;
  readonly imageSize: number;
  /** An even number. */
  readonly pairs: number;
}

/** Pairs of generated people that no training set has. */
export async function unseenPairs(
  { pairs, seed, ...look }: UnseenOptions,
  settings: GenerateSettings = {},
): Promise<PairSet> {
  // 6 images give 15 same pairs: more than three times as many as are taken.
  const identities = Math.max(20, Math.ceil(pairs / 10));
  const faces = await generatedFaces({ ...look, seed, identities, perIdentity, split: 'test' }, settings);
  return pairsOf(faces, { pairs, seed });
}
