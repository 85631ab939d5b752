import { parseArgs } from 'node:util';
import type { BackendName, ModelName } from '../../packages/train/src/index.js';

/** What every contender trains: the same network from the same weights on the same pictures. */
export interface Workload {
  readonly backend: BackendName;
  readonly model: ModelName;
  readonly batch: number;
  readonly size: number;
  readonly classes: number;
  readonly embedding: number;
  readonly steps: number;
  readonly threads: number;
  /** Folder with the starting weights. */
  readonly folder: string;
}

export function workloadFrom(args: string[]): Workload {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      backend: { ...text, default: 'wasm' },
      model: { ...text, default: 'iresnet-tiny' },
      batch: { ...text, default: '32' },
      size: { ...text, default: '56' },
      classes: { ...text, default: '1000' },
      embedding: { ...text, default: '128' },
      // JavaScript is compiled while it runs: the first ten steps of a process are slower.
      steps: { ...text, default: '40' },
      threads: { ...text, default: '1' },
      folder: { ...text, default: '' },
    },
  });
  const { backend, model, batch, size, classes, embedding, steps, threads, folder } = values;
  return {
    backend: backend as BackendName,
    model: model as ModelName,
    batch: Number(batch),
    size: Number(size),
    classes: Number(classes),
    embedding: Number(embedding),
    steps: Number(steps),
    threads: Number(threads),
    folder,
  };
}

export const argumentsOf = (workload: Partial<Workload>): string[] =>
  Object.entries(workload).map(([name, value]) => `--${name}=${value}`);

/** Pictures in [−1, 1] that Python computes alike. */
export const pictures = ({ batch, size }: Workload): Float32Array =>
  Float32Array.from({ length: batch * size * size * 3 }, (_, index) => Math.sin(7 * Math.sqrt(index + 1)));

export const labelsOf = ({ batch, classes }: Workload): number[] =>
  Array.from({ length: batch }, (_, index) => (37 * index) % classes);

/** What a contender prints on its last line. */
export interface Result {
  /** Of every step. */
  readonly milliseconds: number[];
  /** Processor time of every step, of all threads together: what a shared machine leaves alone. */
  readonly processor: number[];
  readonly losses: number[];
  /** Ours only: what computed, */
  readonly device?: string;
  /** milliseconds of every step in which the host waited for the device, */
  readonly waited?: number[];
  /** and how many megabytes of a graphics card's memory were taken. */
  readonly deviceMegabytes?: number | null;
}

/** The same for all: CosFace's margin, clipping and decay of the reference. */
export const recipe = { margin: 0.35, scale: 32, rate: 0.02, momentum: 0.9, decay: 5e-4, clip: 5 };
