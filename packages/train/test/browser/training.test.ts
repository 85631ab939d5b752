import { expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';
import { firstLosses } from '../backend/firstLosses.js';
import { browser, pageWith } from './chromium.js';

const updates = 4;

test.skipIf(browser === null)(
  `a browser tab trains: the first ${updates} losses are wasm’s (needs Chromium)`,
  { timeout: 300_000 },
  async () => {
    await useBackend('wasm');
    const { losses: expected } = await firstLosses(updates);
    const { found, errors } = await pageWith<{ backend: string; losses: number[] }>('page.ts', 'train', [
      updates,
    ]);
    expect(errors).toEqual([]);
    expect(found.backend).toBe('webgl');
    for (const [i, loss] of found.losses.entries())
      expect(Math.abs(loss / expected[i]! - 1), `update ${i}`).toBeLessThan(1e-4 * 2 ** i);
  },
);
