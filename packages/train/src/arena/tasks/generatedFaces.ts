import { generatedFaces } from '../../faces/generated/generatedFaces.js';
import { pairsOf } from '../../faces/pairsOf.js';
import { faceTrainee } from '../faceTrainee.js';
import type { Task } from '../task.js';

/** Generated people, seen alike in every image (easy) or in other poses, light and moods (hard). */
const faceTask = (difficulty: 'easy' | 'hard', steps: number): Task => ({
  name: `faces-${difficulty}`,
  description: `generated faces, ${difficulty}, 16 pixels, a small IResNet with CosFace, batches of 16`,
  learningRate: 0.1,
  steps,
  metric: 'pairs of unseen people told wrongly, %',
  point: 1,
  slow: true,
  async create(seed) {
    const look = { difficulty, seed, imageSize: 16 };
    const faces = await generatedFaces({ ...look, identities: 400, perIdentity: 16 });
    const unseen = await generatedFaces({ ...look, identities: 100, perIdentity: 6, split: 'test' });
    return faceTrainee({ seed, batchSize: 16 }, faces, pairsOf(unseen, { pairs: 1000, seed }));
  },
});

export const facesEasy = faceTask('easy', 500);
export const facesHard = faceTask('hard', 1500);
