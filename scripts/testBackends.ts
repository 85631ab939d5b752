/**
 * The training backends against each other, `npm run test:backends`: sets up what can be had here (TensorFlow from pip,
 * npm's WebGPU, on Chromium's software driver where there is no graphics card), outside the project's own
 * node_modules, and runs the tests that are skipped without them.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setupTensorflow } from '../packages/train/src/backend/tensorflow/setupTensorflow.js';
import { webgpuPackages } from '../packages/train/src/backend/webgpu/loadWebgpu.js';
import { backendsFolder, driverEnvironment } from './optionalBackends.js';

const root = dirname(import.meta.dirname);

/** What the tests may skip: an extra that this machine cannot have is said, and is no failure. */
async function tryTo(what: string, work: () => Promise<unknown> | unknown): Promise<void> {
  try {
    await work();
    console.log(`${what}: ready`);
  } catch (error) {
    console.log(
      `${what}: not here, its tests will be skipped\n  ${(error as Error).message.replaceAll('\n', '\n  ')}`,
    );
  }
}

await tryTo('tensorflow', () =>
  setupTensorflow({ onStep: (step, of, what) => console.log(`tensorflow: ${step}/${of} ${what}`) }),
);
await tryTo('webgpu', () => {
  mkdirSync(backendsFolder, { recursive: true });
  writeFileSync(join(backendsFolder, 'package.json'), '{"private":true}\n');
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...webgpuPackages], {
    cwd: backendsFolder,
  });
  if (npm.status !== 0) throw new Error(`npm: ${npm.stderr}`);
});

const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, 'packages/train/test/backend'],
  // Optional packages are looked for in the folder that a command is run in, too.
  { cwd: backendsFolder, env: driverEnvironment(), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
