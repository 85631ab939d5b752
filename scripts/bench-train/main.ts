/**
 * Images a second of training on each backend, against PyTorch and against tfjs' own differentiation: `npm run bench:train`
 * (`-- --model=iresnet-18 --batch=16 --size=112`, `-- --rounds=2`, `-- --short`).
 *
 * The same network from the same weights on the same pictures, one contender after the other in processes of their own, in
 * rounds; the fastest step of each counts, since shared machines only ever add time. The first losses show that all do the
 * same. `tensorflow` and `webgpu` take part where they are set up (`npm run test:backends` does that), PyTorch where
 * `python3` (or `PYTHON`) has it; `--software` has a software driver of WebGPU take part. Of a graphics card its memory and
 * how long the host waited for it are printed, too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createHead, createModel, toStateDict, useBackend } from '../../packages/train/src/index.js';
import { Random } from '../../packages/train/src/random.js';
import { backendsFolder, driverEnvironment } from '../optionalBackends.js';
import { printRatios, printTable } from './report.js';
import { argumentsOf, type Result, recipe, type Workload, workloadFrom } from './workload.js';

const { values: own, positionals } = parseArgs({
  args: process.argv
    .slice(2)
    .map((word) => (/^--(short|rounds|software)/.test(word) ? word : word.replace(/^--/, ''))),
  options: {
    short: { type: 'boolean', default: false },
    software: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
  allowPositionals: true,
});
const { short, software } = own;
const folder = mkdtempSync(join(tmpdir(), 'bench-train-'));
const workload = { ...workloadFrom(positionals.map((word) => `--${word}`)), folder };
const rounds = short ? 1 : Number(own.rounds ?? 4);
const cores = availableParallelism();
const python = process.env.PYTHON ?? 'python3';

/** What takes part, and in how many rounds. */
interface Contender {
  readonly name: string;
  readonly rounds: number;
  run(): Result | { readonly problem: string };
}

try {
  await writeStartingWeights();
  console.log(`${cpus()[0]?.model}, ${cores} threads, Node ${process.version}`);
  console.log(
    `${workload.model}, ${workload.batch} pictures of ${workload.size} × ${workload.size}, ${workload.classes} classes, embeddings of ${workload.embedding}`,
  );
  const results = new Map<string, Result[]>();
  let contenders = available();
  for (let round = 0; round < rounds; round++) {
    const absent = new Set<Contender>();
    for (const contender of contenders.filter((each) => round < each.rounds)) {
      const result = contender.run();
      if ('problem' in result) {
        console.log(`skipped: ${contender.name}: ${result.problem}`);
        absent.add(contender);
      } else results.set(contender.name, [...(results.get(contender.name) ?? []), result]);
    }
    contenders = contenders.filter((contender) => !absent.has(contender));
  }
  printTable(results, workload.batch);
  printRatios(results, short, cores);
} finally {
  rmSync(folder, { recursive: true });
}

function available(): Contender[] {
  const steps = short ? 2 : workload.steps;
  const node = (name: string, script: string, given: Partial<Workload>, most = rounds): Contender => ({
    name,
    rounds: most,
    run: () =>
      measured(process.execPath, [
        ...process.execArgv,
        path(script),
        ...argumentsOf({ ...workload, steps, ...given }),
      ]),
  });
  const list = [
    node('tensorflow', 'ours.ts', { backend: 'tensorflow' }),
    node(`wasm, ${cores} threads`, 'ours.ts', { threads: cores }),
    node('wasm, 1 thread', 'ours.ts', {}),
  ];
  // On a software driver a step takes minutes, and says nothing of graphics cards.
  const isSoftware = driverEnvironment().VK_ICD_FILENAMES?.includes('swiftshader') === true;
  if (!isSoftware) list.push(node('webgpu', 'ours.ts', { backend: 'webgpu' }));
  else if (software) list.push(node('webgpu', 'ours.ts', { backend: 'webgpu', steps: 2 }, 1));
  else console.log('skipped: webgpu, for which there is a software driver only (--software: some minutes)');
  // With larger networks one step takes minutes.
  if (workload.model === 'iresnet-tiny') list.push(node('tfjs autodiff', 'autodiff.ts', { steps: 2 }));
  const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  if (version.status !== 0) {
    console.log(`skipped: PyTorch, which ${python} does not have (pip install torch, or set PYTHON)`);
    return list;
  }
  for (const layout of ['contiguous', 'channels_last']) {
    const extra = [`--layout=${layout}`, `--recipe=${JSON.stringify(recipe)}`];
    const { backend: _, ...given } = { ...workload, steps: short ? 2 : 2 * steps, threads: cores };
    const args = [path('pytorch.py'), ...argumentsOf(given), ...extra];
    const name = `PyTorch ${version.stdout.trim()}, ${layout}, ${cores} threads`;
    list.push({ name, rounds, run: () => measured(python, args) });
  }
  return list;
}

function measured(command: string, args: string[]): Result {
  // Optional packages are looked for in the folder that a command is run in.
  const cwd = existsSync(backendsFolder) ? backendsFolder : process.cwd();
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26, cwd, env: driverEnvironment() } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!line.startsWith('{'))
    throw new Error(`${command} ${args[0]} ended with ${status}: ${stderr.slice(0, 2000)}`);
  return JSON.parse(line);
}

async function writeStartingWeights(): Promise<void> {
  await useBackend('wasm');
  const random = new Random(3407, 'bench');
  const { model, embedding, size, classes } = workload;
  const network = createModel(model, { random, embeddingSize: embedding, imageSize: size });
  const head = createHead({
    classes,
    embeddingSize: embedding,
    margin: { kind: 'cosface', cosine: 0 },
    random,
  });
  const state = [...(await toStateDict(network)), ...(await toStateDict(head))];
  writeFileSync(join(folder, 'names.json'), JSON.stringify(state.map(([name, { shape }]) => [name, shape])));
  writeFileSync(
    join(folder, 'weights.bin'),
    Buffer.concat(state.map(([, { data }]) => Buffer.from(data.buffer))),
  );
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
