import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastface, learningRates } from '@fastface/core';
import { normal, uniform } from '@fastface/core/testing';
import { evaluate } from '../../packages/sim/src/sweep/evaluate.js';
import type { Figures } from './report.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const iterations = 165_430;

/** `fastface sweep`: its kernel, the whole process, and its memory. Times are processor times: machines are shared. */
export function benchSweep(figures: Figures, short: boolean): void {
  benchKernel(figures, short);
  const folder = mkdtempSync(join(tmpdir(), 'fastface-bench-'));
  try {
    benchProcess(figures, folder);
    benchMemory(figures, folder, short);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Configurations that share nothing, as a random search has them: the kernel's dearest case. */
function benchKernel(figures: Figures, short: boolean): void {
  const noise = normal(1);
  const losses = Float64Array.from(
    { length: iterations },
    (_, t) => 3 + 40 * Math.exp(-t / 30_000) + noise(),
  );
  const next = uniform(2);
  const batch = 121; // what `sweep` takes for a run of this length
  const configurations = Array.from({ length: short ? batch : 8 * batch }, () => ({
    alpha: 10 ** (-4 + 2 * next()),
    beta: 10 ** (-4 + 2 * next()),
    threshold: 10 ** (-6 + 3 * next()),
    patienceFraction: 0.01 + 0.09 * next(),
  }));
  const context = { learningRate: 0.02, totalSteps: iterations };
  const alone = configurations.slice(0, 20).map((options) => fastface({ ...context, ...options }));
  const core = processorTime(() => {
    for (const scheduler of alone) learningRates(scheduler, losses);
  });
  const kernel = processorTime(() => {
    for (let from = 0; from < configurations.length; from += batch) {
      const some = configurations.slice(from, from + batch);
      evaluate({ scheduler: 'fastface', context, losses, firstStep: 1, configurations: some });
    }
  });
  const oneByOne = core / alone.length / iterations;
  const together = kernel / configurations.length / iterations;
  figures.note(`${alone.length} of them one by one through core: ${oneByOne.toFixed(2)} ns an iteration`);
  figures.atMost(
    `sweep kernel, ${configurations.length} random configurations: a configuration-iteration on one core`,
    together,
    6,
    'ns',
  );
}

/** Least processor time of three runs, in nanoseconds. */
function processorTime(run: () => void): number {
  const times = [0, 1, 2].map(() => {
    const start = process.cpuUsage();
    run();
    return process.cpuUsage(start).user * 1000;
  });
  return Math.min(...times);
}

const random = [
  'alpha=1e-4..1e-2:log',
  'beta=1e-4..1e-2:log',
  'threshold=1e-6..1e-3:log',
  'patienceFraction=0.01..0.1',
];

/** A sweep from the command line to the finished file, and what its process took. */
function sweep(
  log: string,
  folder: string,
  count: number,
): { seconds: number; cpu: number; mebibytes: number } {
  const output = join(folder, `${count}.csv`);
  rmSync(output, { force: true });
  const report = `import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () => console.error(JSON.stringify(process.resourceUsage())));`;
  const args = [
    ...['--import', `data:text/javascript,${encodeURIComponent(report)}`],
    ...[path('../../packages/sim/bin/fastface.js'), 'sweep', log, '--random', `${count}`, '-o', output],
    '--scheduler',
    'fastface',
    ...random.flatMap((vary) => ['--vary', vary]),
  ];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr) as NodeJS.ResourceUsage;
  return {
    seconds: (performance.now() - start) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    mebibytes: maxRSS / 1024,
  };
}

/** Start of Node, reading the log, threads, rows, summary: everything counts. */
function benchProcess(figures: Figures, folder: string): void {
  const log = path('../../../shared/traces/fastface_WebFace4M_r100.log');
  if (!existsSync(log)) {
    figures.note('skipped: the recorded WebFace4M log is not on this machine');
    return;
  }
  const runs = [0, 1, 2].map(() => sweep(log, folder, 1000));
  const least = (of: (run: (typeof runs)[number]) => number) => Math.min(...runs.map(of));
  figures.note(
    `fastface sweep of 1,000 configurations: ${least((run) => run.seconds).toFixed(2)} s by the clock`,
  );
  figures.atMost(
    `fastface sweep, 1,000 random configurations of ${iterations} iterations: processor time of the whole process`,
    least((run) => run.cpu),
    3,
    's',
  );
}

/** The embedded trace is short, so that there can be many configurations. */
function benchMemory(figures: Figures, folder: string, short: boolean): void {
  const log = path('../../packages/sim/traces/synthetic-quadratic.jsonl');
  const [few, many] = short ? [5000, 10_000] : [10_000, 100_000];
  const memory = [few, many].map((count) => sweep(log, folder, count).mebibytes) as [number, number];
  figures.note(
    `largest memory with ${few} configurations ${memory[0].toFixed(0)} MiB, with ${many} ${memory[1].toFixed(0)} MiB`,
  );
  figures.atMost(
    `memory of a sweep with ${many / few} times the configurations`,
    memory[1] / memory[0],
    1.5,
    'times',
  );
}
