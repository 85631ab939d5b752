/** The script of a page that compares: what `recognise.test.ts` opens in a browser. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import { type FacePicture, readRecogniser } from '../../src/browser.js';

/** A picture of a page: of PNG's bytes, as its pixels and as a canvas. */
async function pictureOf(png: string): Promise<{ pixels: ImageData; canvas: HTMLCanvasElement }> {
  const bitmap = await createImageBitmap(await (await fetch(png)).blob());
  const { width, height } = bitmap;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return { pixels: context.getImageData(0, 0, width, height), canvas };
}

Object.assign(globalThis, {
  async compare(backend: string, network: string, first: string, second: string) {
    if (!(await tf.setBackend(backend))) throw new Error(`no ${backend} in this browser`);
    const recogniser = readRecogniser(await (await fetch(network)).arrayBuffer());
    const [one, other] = [await pictureOf(first), await pictureOf(second)];
    const offscreen = new OffscreenCanvas(one.pixels.width, one.pixels.height);
    (offscreen.getContext('2d') as OffscreenCanvasRenderingContext2D).putImageData(one.pixels, 0, 0);
    const kinds: FacePicture[] = [one.pixels, one.canvas, offscreen];
    const comparisons = [];
    for (const picture of kinds) comparisons.push(await recogniser.compare(picture, other.pixels));
    const { values } = await recogniser.embed([one.canvas]);
    return {
      backend: tf.getBackend(),
      comparisons,
      embedding: [...values],
      crop: [...recogniser.crop(one.canvas)],
    };
  },
});
