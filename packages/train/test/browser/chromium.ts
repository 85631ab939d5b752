import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

/** Null where there is none, and tests are skipped. */
export const browser =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  ) ?? null;

/** Calls a function that a script of this folder gives a page, in a browser tab of its own. */
export async function pageWith<Found>(
  script: string,
  name: string,
  args: readonly unknown[],
): Promise<{ found: Found; errors: string[] }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, script)],
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
    const call = ([name, args]: [string, readonly unknown[]]) =>
      (globalThis as unknown as Record<string, (...args: unknown[]) => Promise<Found>>)[name]!(...args);
    const found: Found = await page.evaluate<Found, [string, readonly unknown[]]>(call, [name, args]);
    return { found, errors };
  } finally {
    await chrome.close();
  }
}
