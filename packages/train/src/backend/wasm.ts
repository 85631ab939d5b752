import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Lets the wasm backend read its binaries from the installed npm package: no download, no address. */
export function locateWasmBinaries(): void {
  const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(root, 'dist', '/'));
}
