import type { PairSet } from '../faces/dataset.js';
import type { DifficultyName } from '../faces/generated/difficulty.js';
import { type GenerateSettings, generatedFaces } from '../faces/generated/generatedFaces.js';
import { pairsOf } from '../faces/pairsOf.js';
import { createModel, type Model, type ModelName } from '../model/createModel.js';
import { Random } from '../random.js';
import { rawPixels } from '../verify/rawPixels.js';
import { verifyPairs } from '../verify/verifyPairs.js';
import type { RunConfig } from './runConfig.js';
import { embedderOf, type VerificationRow } from './verification.js';

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

/** The network as it is, as it was before training, and the pixels themselves, on the same pairs. */
export async function compareOnPairs(
  set: PairSet,
  model: Model,
  { seed, weights }: Pick<RunConfig, 'seed' | 'weights'>,
  onProgress?: (share: number) => void,
): Promise<VerificationRow[]> {
  const untrained = createModel(model.name as ModelName, {
    random: new Random(seed, 'model'),
    embeddingSize: model.embeddingSize,
    imageSize: model.imageSize,
  });
  const verify = async (name: string, part: number, embedder: Parameters<typeof verifyPairs>[1]) => {
    const result = await verifyPairs(set, embedder, {
      onProgress: (done, total) => onProgress?.((part + done / total) / 3),
    });
    return { name, result };
  };
  try {
    return [
      await verify('raw pixels', 0, rawPixels),
      await verify(
        weights === null ? 'untrained network' : 'network with random weights',
        1,
        embedderOf(untrained),
      ),
      await verify('trained network', 2, embedderOf(model)),
    ];
  } finally {
    untrained.dispose();
  }
}
