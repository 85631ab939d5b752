import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder that `setup-tensorflow` fills: `$FASTFACE_TENSORFLOW`, or `fastface/tensorflow` in the user's cache folder.
 * Nothing outside it is touched.
 */
export function tensorflowFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.FASTFACE_TENSORFLOW) return env.FASTFACE_TENSORFLOW;
  const cache =
    env.XDG_CACHE_HOME || join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(cache, 'fastface', 'tensorflow');
}

/** The parts of the folder. */
export const parts = (folder: string) => ({
  manifest: join(folder, 'manifest.json'),
  addon: join(folder, 'tfjs_binding.node'),
  /** Keeps what TensorFlow prints while it is loaded from standard error. */
  quiet: join(folder, 'quiet.node'),
  /** pip's packages. */
  python: join(folder, 'python'),
  /** npm's packages. */
  modules: join(folder, 'node_modules'),
  tfjsNode: join(folder, 'node_modules', '@tensorflow', 'tfjs-node'),
  protobuf: join(folder, 'node_modules', 'google-protobuf'),
  headers: join(folder, 'node_modules', 'node-api-headers'),
});
