/** The script of a page that trains: what `training.test.ts` opens in a browser. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import { firstLosses } from '../backend/firstLosses.js';

Object.assign(globalThis, {
  async train(updates: number): Promise<{ backend: string; losses: number[] }> {
    if (!(await tf.setBackend('webgl'))) throw new Error('no WebGL in this browser');
    const { losses } = await firstLosses(updates);
    return { backend: tf.getBackend(), losses };
  },
});
