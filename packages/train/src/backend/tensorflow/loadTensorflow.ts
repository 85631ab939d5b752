import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { readManifest } from './manifest.js';
import { parts, tensorflowFolder } from './place.js';
import { coreKey } from './standIn.js';

/** The registered `tensorflow` backend and its origin. */
export interface LoadedTensorflow {
  readonly from: string;
  readonly version: string;
  readonly gpu: boolean;
}

const require = createRequire(import.meta.url);

/**
 * Registers the first available one of: an installed `@tensorflow/tfjs-node-gpu`, the result of `setup-tensorflow`,
 * an installed `@tensorflow/tfjs-node`. What TensorFlow logs while it is loaded is kept out, unless
 * `TF_CPP_MIN_LOG_LEVEL` is 0 or 1.
 *
 * @throws Error with one line for each: why it is not available, and what to do.
 */
export async function loadTensorflow(folder = tensorflowFolder()): Promise<LoadedTensorflow> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const isShown = Number(process.env.TF_CPP_MIN_LOG_LEVEL) < 2;
  repairUtil();
  const reasons: string[] = [];
  for (const source of ['@tensorflow/tfjs-node-gpu', folder, '@tensorflow/tfjs-node']) {
    try {
      return source === folder ? await loadBuilt(folder, isShown) : loadPackage(source);
    } catch (error) {
      reasons.push(`${source}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `backend tensorflow: none here; run "npx fastface-train setup-tensorflow" (needs Python with pip and a C++ compiler)\n${reasons.map((reason) => `  ${reason}`).join('\n')}`,
  );
}

/**
 * tfjs-node 4.22 calls functions that Node 23 removed from `util`; the fix was merged but never released. This
 * restores them before loading. Other versions are not changed.
 */
function repairUtil(): void {
  const gone = util as unknown as Record<string, unknown>;
  gone.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  gone.isArray ??= Array.isArray;
}

function loadPackage(name: string): LoadedTensorflow {
  let place: string;
  try {
    place = require.resolve(`${name}/package.json`);
  } catch {
    throw new Error('not installed');
  }
  createRequire(place)(name);
  const { binding } = tf.findBackend('tensorflow') as tf.KernelBackend & { binding: { TF_Version: string } };
  return { from: name, version: binding.TF_Version, gpu: name.endsWith('-gpu') };
}

/** tfjs-node's own constructor of the backend. */
type BackendModule = { NodeJSKernelBackend: new (binding: unknown, name: string) => tf.KernelBackend };

async function loadBuilt(folder: string, showLog: boolean): Promise<LoadedTensorflow> {
  const manifest = readManifest(folder);
  if (!manifest) throw new Error('not set up');
  // The tfjs-core instance of this process's tensors, for tfjs-node's CommonJS modules.
  Object.assign(globalThis, { [Symbol.for(coreKey)]: require('@tensorflow/tfjs-core') });
  const { addon, quiet, tfjsNode } = parts(folder);
  // A folder that an older version filled has none.
  const silence =
    showLog || !existsSync(quiet) ? null : (require(quiet) as Record<'quiet' | 'loud', () => void>);
  silence?.quiet();
  let binding: { TF_Version: string };
  try {
    binding = require(addon);
  } finally {
    silence?.loud();
  }
  const fromFolder = createRequire(`${tfjsNode}/package.json`);
  fromFolder('./dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = fromFolder('./dist/nodejs_kernel_backend.js') as BackendModule;
  const name = `@tensorflow/tfjs-node${manifest.gpu ? '-gpu' : ''}`;
  if (tf.findBackendFactory('tensorflow') === null)
    tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, name), 3);
  return { from: folder, version: binding.TF_Version, gpu: manifest.gpu };
}
