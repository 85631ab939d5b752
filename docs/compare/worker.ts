import '@tensorflow/tfjs-backend-cpu';
import { type PageRecogniser, type Pixels, readRecogniser } from '@fastface/train/browser';
import * as tf from '@tensorflow/tfjs-core';
import type { Answer, Request, Seen } from './protocol.js';

/** A worker's own side of the channel; the types of a page have another `postMessage`. */
const scope = self as unknown as { postMessage(answer: Answer): void };

let network: PageRecogniser | null = null;
/** Of each place: its picture as the network gets it. */
const crops: (Pixels | null)[] = [null, null];

async function open(bytes: ArrayBuffer): Promise<void> {
  // For a network this small, plain JavaScript is done before another backend has fetched its binary or built its shaders.
  await tf.setBackend('cpu');
  network = readRecogniser(bytes);
}

async function put(place: number, picture: Pixels | null): Promise<Seen | null> {
  crops[place] = null;
  if (network === null) throw new Error('The network cannot be read: reload the page.');
  if (picture === null) return null;
  const size = network.model.imageSize;
  const crop = network.crop(picture);
  crops[place] = { width: size, height: size, data: crop };
  const [first, second] = crops;
  return { crop, size, comparison: first && second ? await network.compare(first, second) : null };
}

let last: Promise<void> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<Request>) => {
  last = last.then(async () => {
    try {
      if (data.kind === 'network') await open(data.bytes);
      else scope.postMessage({ seen: await put(data.place, data.picture) });
    } catch (error) {
      if (data.kind === 'picture') scope.postMessage({ problem: (error as Error).message });
    }
  });
});
