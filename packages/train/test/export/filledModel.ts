import { createModel, fromStateDict, type Model, type ModelName, toStateDict } from '../../src/index.js';
import { embedderOf } from '../../src/loop/verification.js';
import { uniformSource } from '../uniformSource.js';
import { filled, numbers } from '../vectors/torch.js';

/** A network with weights and statistics that are nowhere 0 or 1. */
export async function filledModel(name: ModelName, imageSize: number, embeddingSize: number): Promise<Model> {
  const model = createModel(name, { random: uniformSource(1), imageSize, embeddingSize });
  const shapes = [...(await toStateDict(model))].map(
    ([name, { shape }]) => [name, [...shape]] as [string, number[]],
  );
  fromStateDict(model, filled(shapes));
  return model;
}

export const batch = 3;

/** Images `[batch, S, S, 3]`, and what the network makes of them. */
export async function example(model: Model): Promise<{ images: Float32Array; embeddings: number[] }> {
  const images = numbers(3.25, batch * model.imageSize ** 2 * 3);
  return { images, embeddings: [...(await embedderOf(model)(images, batch))] };
}

/** `[N, S, S, 3]` as `[N, 3, S, S]`. */
export function channelsFirst(images: Float32Array, size: number): Float32Array {
  const turned = new Float32Array(images.length);
  const pixels = size * size;
  for (let i = 0; i < images.length; i++) {
    const [image, rest] = [Math.floor(i / (3 * pixels)), i % (3 * pixels)];
    turned[image * 3 * pixels + (rest % 3) * pixels + Math.floor(rest / 3)] = images[i]!;
  }
  return turned;
}
