import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../faces/cacheFolder.js';
import { type FaceSet, imageBytes } from '../../faces/dataset.js';
import { folderFaces } from '../../faces/folderFaces.js';
import { pairsOf } from '../../faces/pairsOf.js';
import { Random } from '../../random.js';
import { faceTrainee } from '../faceTrainee.js';
import type { Task } from '../task.js';

/** Where `npm run photographs` puts them. */
export const photographFolder = (): string => join(cacheFolder(), 'orl-faces');

/** Of the forty people of the ORL set; with ten images each they give 450 pairs of one person. */
const unseenPeople = 10;

/**
 * The ORL database of faces (AT&T Laboratories Cambridge): ten photographs of each of forty people, at 24 pixels. Thirty
 * people, drawn by the seed, are trained on, and the others verified.
 */
export const photographs: Task = {
  name: 'photographs',
  description: 'photographs of 30 people (ORL), 24 pixels, a small IResNet with CosFace, batches of 16',
  learningRate: 0.1,
  steps: 400,
  metric: 'pairs of unseen people told wrongly, %',
  point: 1,
  slow: true,
  async create(seed) {
    const folder = photographFolder();
    if (!existsSync(folder)) throw new Error(`no photographs in ${folder}; npm run photographs brings them`);
    const everyone = await folderFaces(folder, { imageSize: 24, onWrongSize: 'resize' });
    const people = new Random(seed, 'people').shuffle(
      Int32Array.from({ length: everyone.classes }, (_, i) => i),
    );
    const faces = await inMemory(everyone, people.subarray(unseenPeople));
    const unseen = await inMemory(everyone, people.subarray(0, unseenPeople));
    return faceTrainee({ seed, batchSize: 16 }, faces, pairsOf(unseen, { pairs: 900, seed }));
  },
};

/** The images of some people, decoded once. */
async function inMemory(set: FaceSet, people: Int32Array): Promise<FaceSet> {
  const labels = new Map([...people].map((person, label) => [person, label]));
  const chosen = Array.from({ length: set.length }, (_, i) => i).filter((i) => labels.has(set.label(i)));
  const bytes = imageBytes(set);
  const images = new Uint8Array(chosen.length * bytes);
  for (const [slot, index] of chosen.entries())
    await set.image(index, images.subarray(slot * bytes, (slot + 1) * bytes));
  return {
    name: set.name,
    imageSize: set.imageSize,
    classes: people.length,
    length: chosen.length,
    label: (slot) => labels.get(set.label(chosen[slot]!))!,
    image: (slot, into) => into.set(images.subarray(slot * bytes, (slot + 1) * bytes)),
    describe: (slot) => set.describe(chosen[slot]!),
  };
}
