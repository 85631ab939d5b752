/**
 * Images a second of training on wasm against tfjs' own differentiation and PyTorch: `npm run bench:train`
 * (`-- --model=iresnet-18 --batch=16 --size=112`, `-- --short`).
 *
 * The same network from the same weights on the same pictures, one contender after the other in processes of their own, in
 * rounds; the fastest step of each counts, since shared machines only ever add time. The first losses show that all do the
 * same. PyTorch is used where `python3` (or `PYTHON`) has it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHead, createModel, toStateDict, useBackend } from '../../packages/train/src/index.js';
import { Random } from '../../packages/train/src/random.js';
import { argumentsOf, type Result, recipe, type Workload, workloadFrom } from './workload.js';

const short = process.argv.includes('--short');
const folder = mkdtempSync(join(tmpdir(), 'bench-train-'));
const workload = {
  ...workloadFrom(process.argv.slice(2).filter((argument) => argument !== '--short')),
  folder,
};
const rounds = short ? 1 : 4;
const cores = availableParallelism();
const python = process.env.PYTHON ?? 'python3';

const results = new Map<string, Result[]>();
try {
  await writeStartingWeights();
  console.log(`${cpus()[0]?.model}, ${cores} threads, Node ${process.version}`);
  console.log(
    `${workload.model}, ${workload.batch} pictures of ${workload.size} × ${workload.size}, ${workload.classes} classes, embeddings of ${workload.embedding}`,
  );
  const contenders = await available();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of contenders) {
      const result = run();
      results.set(name, [...(results.get(name) ?? []), result]);
    }
  }
  report();
} finally {
  rmSync(folder, { recursive: true });
}

async function available(): Promise<[string, () => Result][]> {
  const steps = short ? 2 : workload.steps;
  const node = (script: string, given: Workload) => () =>
    measured(process.execPath, [...process.execArgv, path(script), ...argumentsOf(given)]);
  const list: [string, () => Result][] = [
    [`wasm, ${cores} threads`, node('ours.ts', { ...workload, steps, threads: cores })],
    ['wasm, 1 thread', node('ours.ts', { ...workload, steps, threads: 1 })],
  ];
  if (['iresnet-tiny', 'iresnet-18'].includes(workload.model))
    list.push(['tfjs autodiff', node('autodiff.ts', { ...workload, steps: 2 })]);
  const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  if (version.status !== 0) {
    console.log(`skipped: PyTorch, which ${python} does not have (pip install torch, or set PYTHON)`);
    return list;
  }
  for (const layout of ['contiguous', 'channels_last']) {
    const extra = [`--layout=${layout}`, `--recipe=${JSON.stringify(recipe)}`];
    const given = argumentsOf({ ...workload, steps: short ? 2 : 2 * steps, threads: cores });
    const name = `PyTorch ${version.stdout.trim()}, ${layout}, ${cores} threads`;
    list.push([name, () => measured(python, [path('pytorch.py'), ...given, ...extra])]);
  }
  return list;
}

function measured(command: string, args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!line.startsWith('{'))
    throw new Error(`${command} ${args[0]} ended with ${status}: ${stderr.slice(0, 2000)}`);
  return JSON.parse(line);
}

function report(): void {
  const least = (name: string, of: 'milliseconds' | 'processor') =>
    Math.min(...results.get(name)!.flatMap((result) => result[of]));
  const names = [...results.keys()];
  const width = Math.max(...names.map(({ length }) => length));
  for (const name of names) {
    const time = least(name, 'milliseconds');
    const figures = [
      `${time.toFixed(0).padStart(6)} ms a step`,
      `${((1000 * workload.batch) / time).toFixed(1).padStart(7)} images/s`,
      `${least(name, 'processor').toFixed(0).padStart(6)} ms of processor time`,
      `first losses ${results
        .get(name)![0]!
        .losses.slice(0, 2)
        .map((loss) => loss.toFixed(4))
        .join(', ')}`,
    ];
    console.log(`${name.padEnd(width)}  ${figures.join('  ')}`);
  }
  const ours = `wasm, ${cores} threads`;
  const against = (what: string, others: string[], goal: number) => {
    if (others.length === 0) return;
    const ratio = (of: 'milliseconds' | 'processor', mine: string) =>
      Math.min(...others.map((name) => least(name, of))) / least(mine, of);
    const speed = ratio('milliseconds', ours);
    const verdict = short ? '' : ` (at least ${goal}: ${speed >= goal ? 'met' : 'NOT met'})`;
    const efficiency = ratio('processor', 'wasm, 1 thread').toFixed(2);
    console.log(`${speed.toFixed(2)} times the speed of ${what}${verdict}; ${efficiency} by processor time`);
  };
  against(
    "tfjs' own differentiation",
    names.filter((name) => name.startsWith('tfjs')),
    8,
  );
  against(
    'PyTorch in its faster layout',
    names.filter((name) => name.startsWith('PyTorch')),
    0.5,
  );
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
