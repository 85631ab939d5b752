import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';
import { firstLosses } from '../backend/firstLosses.js';

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const updates = 4;

test.skipIf(browser === undefined)(
  `a browser tab trains: the first ${updates} losses are wasm’s (needs Chromium)`,
  { timeout: 300_000 },
  async () => {
    await useBackend('wasm');
    const { losses: expected } = await firstLosses(updates);
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, 'page.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      conditions: ['@fastface/source'],
      logLevel: 'silent',
    });
    const chrome = await chromium.launch({
      executablePath: browser!,
      // No graphics card is needed: Chromium's own software driver.
      args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    });
    try {
      const page = await chrome.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.addScriptTag({ content: outputFiles[0]!.text });
      const found = await page.evaluate(
        (updates) =>
          (
            globalThis as unknown as { train(n: number): Promise<{ backend: string; losses: number[] }> }
          ).train(updates),
        updates,
      );
      expect(errors).toEqual([]);
      expect(found.backend).toBe('webgl');
      for (const [i, loss] of found.losses.entries())
        expect(Math.abs(loss / expected[i]! - 1), `update ${i}`).toBeLessThan(1e-4 * 2 ** i);
    } finally {
      await chrome.close();
    }
  },
);
