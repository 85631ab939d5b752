import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildAddon } from './buildAddon.js';
import { fileHash, type Manifest, readManifest } from './manifest.js';
import { npmTarball } from './npmTarball.js';
import { parts, tensorflowFolder } from './place.js';
import {
  cpuRequirements,
  gpuRequirements,
  tarballs,
  tensorflowVersion,
  wheelPython,
} from './requirements.js';
import { lastLine, run } from './run.js';
import { standIn } from './standIn.js';
import { findTools } from './tools.js';
import { tryAddon } from './tryAddon.js';

export interface SetupOptions {
  /** With CUDA: x86-64 Linux only, some 3 GB to fetch. */
  readonly gpu?: boolean;
  /** Default: `tensorflowFolder()`. */
  readonly folder?: string;
  /** Rebuilds an existing setup. */
  readonly force?: boolean;
  /** Called as each step begins. */
  readonly onStep?: (step: number, of: number, what: string) => void;
  /** Lets pip draw its own progress bar. */
  readonly showPip?: boolean;
}

/**
 * Builds tfjs's native addon against TensorFlow's C library from pip, in its own folder. It fetches TensorFlow (pip),
 * the addon's source and Node's headers (npm), verifies their checksums, compiles, and tests the result in a separate
 * process. The new folder replaces the old one only if everything succeeded, so a failed setup leaves an earlier one
 * intact.
 *
 * @throws Error with one line for each missing tool or failure.
 */
export async function setupTensorflow(options: SetupOptions = {}): Promise<Manifest> {
  const { gpu = false, folder = tensorflowFolder(), force = false, onStep, showPip = false } = options;
  const platform = `${process.platform}-${process.arch}`;
  const requirements = (gpu ? gpuRequirements : cpuRequirements)[platform];
  if (!requirements) {
    const known = Object.keys(gpu ? gpuRequirements : cpuRequirements).join(', ');
    throw new Error(
      `no TensorFlow ${gpu ? 'with CUDA ' : ''}for ${platform} (known: ${known}); use --backend wasm or webgpu`,
    );
  }
  const present = readManifest(folder);
  if (present && present.gpu === gpu && present.tensorflow === tensorflowVersion && !force) return present;

  const steps = 5;
  onStep?.(1, steps, 'looking for Python, pip and a C++ compiler');
  const tools = await findTools();
  const work = `${folder}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    onStep?.(2, steps, `fetching TensorFlow ${tensorflowVersion} (${gpu ? 'some 3 GB' : '260 MB'}) with pip`);
    await fetchTensorflow(tools.python, requirements, work, showPip);
    onStep?.(3, steps, 'fetching the addon’s source and Node’s headers with npm');
    for (const name of ['tfjsNode', 'protobuf', 'headers'] as const)
      await npmTarball(tools.npm, tarballs[name], parts(work)[name]);
    standIn(parts(work).modules);
    onStep?.(4, steps, 'compiling the addon');
    await buildAddon(tools.compiler, work);
    onStep?.(5, steps, 'trying it');
    const found = await tryAddon(parts(work).addon);
    if (found !== tensorflowVersion)
      throw new Error(`the addon says TensorFlow ${found} (expected ${tensorflowVersion})`);
    const manifest: Manifest = {
      version: 1,
      tensorflow: tensorflowVersion,
      tfjsNode: tarballs.tfjsNode.spec.split('@').at(-1)!,
      gpu,
      platform,
      addon: await fileHash(parts(work).addon),
    };
    writeFileSync(parts(work).manifest, `${JSON.stringify(manifest, null, 2)}\n`);
    replace(folder, work);
    return manifest;
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

async function fetchTensorflow(
  python: string,
  requirements: readonly string[],
  work: string,
  show: boolean,
): Promise<void> {
  const list = join(work, 'requirements.txt');
  writeFileSync(list, `${requirements.join('\n')}\n`);
  const args = [
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--no-input',
    '--no-cache-dir',
    '--no-compile',
  ];
  const wheels = ['--require-hashes', '--no-deps', '--only-binary=:all:', '--implementation=cp'];
  const fetched = await run(
    python,
    [
      ...args,
      ...(show ? ['-q', '-q', '--progress-bar=on'] : []),
      ...wheels,
      `--python-version=${wheelPython}`,
      '--target',
      parts(work).python,
      '-r',
      list,
    ],
    { show },
  );
  if (fetched.status !== 0)
    throw new Error(`pip could not fetch TensorFlow: ${show ? 'see above' : lastLine(fetched)}`);
}

function replace(folder: string, work: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(work, folder);
  rmSync(old, { recursive: true, force: true });
}
