import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Key under which the loading process provides its own tfjs-core. */
export const coreKey = '@fastface/train:tfjs-core';

/**
 * tfjs-node requires `@tensorflow/tfjs` and `@tensorflow/tfjs-core` but needs only the core. Two small files replace
 * these packages and export the core of the loading process. That saves 300 MB and a second engine.
 */
export function standIn(modules: string): void {
  for (const name of ['tfjs', 'tfjs-core']) {
    const folder = join(modules, '@tensorflow', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      `${JSON.stringify({ name: `@tensorflow/${name}`, version: '0.0.0', main: 'index.js' })}\n`,
    );
    writeFileSync(
      join(folder, 'index.js'),
      `module.exports = globalThis[Symbol.for(${JSON.stringify(coreKey)})];\n`,
    );
  }
}
