import { createHash } from 'node:crypto';
import { BadInput } from '../badInput.js';
import type { GeneratedOptions } from '../faces/generated/generatedFaces.js';

/** Where the images come from, and which of them are taken. */
export interface DataConfig {
  /** Each `generated`, or a path: a folder `ID/Image.jpg`, or one with `train.rec`. Each has people of its own. */
  readonly sources: readonly string[];
  /** Pixels on a side; null for the size that a record file tells. */
  readonly imageSize: number | null;
  readonly onWrongSize: 'fail' | 'resize';
  readonly onBadImage: 'fail' | 'skip';
  readonly onFewImages: 'fail' | 'skip' | 'keep';
  /** For generated faces; not looked at for others. */
  readonly generated: Required<Pick<GeneratedOptions, 'identities' | 'perIdentity' | 'difficulty' | 'style'>>;
}

/** What makes a run what it is, as plain JSON: with the same config on the same backend it goes the same way. */
export interface RunConfig {
  readonly data: DataConfig;
  readonly backend: string;
  /** Threads that share a batch on wasm, 1 for none; other backends have their own. */
  readonly threads: number;
  readonly model: string;
  readonly embeddingSize: number;
  /** m1, m2, m3 as the reference combines them. */
  readonly margin: readonly [number, number, number];
  readonly scale: number;
  readonly gradient: 'reference' | 'exact';
  /** Cosine above which another class does not count, for it may be the same person; 0 for none. */
  readonly interclassFilter: number;
  /** Share of the classes that a step compares with. */
  readonly sampleRate: number;
  readonly optimizer: (typeof optimizers)[number];
  /** Of SGD. */
  readonly momentum: number;
  readonly weightDecay: number;
  /** Greatest norm of the backbone's gradient. */
  readonly clipNorm: number;
  readonly batchSize: number;
  /** Of the average of the weights that is kept beside them; 0 for none. */
  readonly emaDecay: number;
  /** Batches whose mean gradient makes one update. */
  readonly accumulate: number;
  readonly steps: number;
  /** What the steps were counted from, if they were given as passes over the images. */
  readonly epochs: number | null;
  readonly learningRate: number;
  readonly scheduler: string;
  /** `option=value`, as on the command line. */
  readonly set: readonly string[];
  /** Iterations of linear warm-up before the scheduler begins. */
  readonly warmup: number;
  /** Updates between one whose loss is given to the scheduler and the newest. */
  readonly lossLag: number;
  readonly augmentation: 'none' | 'flip' | 'heavy';
  readonly seed: number;
  /** A file of safetensors or of PyTorch that the backbone starts from. */
  readonly weights: string | null;
}

/** Twelve hexadecimal digits that two runs with the same config share. */
export const configHash = (config: RunConfig): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(config)))
    .digest('hex')
    .slice(0, 12);

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

export const optimizers = ['sgd', 'adamw'] as const;

/** What an optimiser is usually given. */
const usual = {
  sgd: { learningRate: 0.1, weightDecay: 5e-4 },
  adamw: { learningRate: 1e-3, weightDecay: 0.05 },
} as const;

/** What runs did before they could be told otherwise: in older checkpoints these are missing. */
const added = { optimizer: 'sgd', accumulate: 1, emaDecay: 0, interclassFilter: 0 } as const;

/** The config of a run that nothing else is said about. The command's defaults are these. */
const defaults: RunConfig = {
  ...added,
  ...usual.sgd,
  data: {
    sources: ['generated'],
    imageSize: null,
    onWrongSize: 'fail',
    onBadImage: 'fail',
    onFewImages: 'fail',
    generated: { identities: 200, perIdentity: 16, difficulty: 'hard', style: 'facesjs' },
  },
  backend: 'auto',
  threads: 1,
  model: 'iresnet-tiny',
  embeddingSize: 64,
  margin: [1, 0, 0.35],
  scale: 32,
  gradient: 'reference',
  sampleRate: 1,
  momentum: 0.9,
  clipNorm: 5,
  batchSize: 32,
  steps: 1000,
  epochs: null,
  scheduler: 'fastface-auto',
  set: [],
  warmup: 0,
  lossLag: 0,
  augmentation: 'flip',
  seed: 3407,
  weights: null,
};

/**
 * The config of a run: the command's defaults, but for what is given. Base rate and decay are those of the optimiser.
 *
 * @example
 * import { runConfig } from '@fastface/train';
 * const { scheduler, steps } = runConfig({ steps: 2000 });
 * [scheduler, steps]; // ['fastface-auto', 2000]
 */
export const runConfig = (given: Partial<RunConfig> = {}): RunConfig => ({
  ...defaults,
  ...usual[given.optimizer ?? 'sgd'],
  ...given,
});

/**
 * A config read back from a checkpoint: every field there and of its kind. Ranges are checked where the values are used.
 *
 * @throws BadInput naming the field
 */
export function parseConfig(value: Readonly<Record<string, unknown>>, file: string): RunConfig {
  const { source, ...data } = value.data as { source?: string };
  // It was one, once.
  const config = { ...added, ...value, data: source === undefined ? data : { sources: [source], ...data } };
  const field = misfit(defaults, config, 'config');
  if (field !== null)
    throw new BadInput(file, `${field} is missing or of another kind`, 'take an older checkpoint');
  return config as unknown as RunConfig;
}

/** The first field that is not of the same kind as in `like`, where null allows a text or a number. */
function misfit(like: unknown, value: unknown, path: string): string | null {
  if (like === null) return value === null || ['string', 'number'].includes(typeof value) ? null : path;
  if (Array.isArray(like)) {
    const kind = typeof (like[0] ?? '');
    const fits = Array.isArray(value) && value.every((entry) => typeof entry === kind);
    return fits && (kind === 'string' || value.length === like.length) ? null : path;
  }
  if (typeof like !== 'object') return typeof value === typeof like ? null : path;
  if (typeof value !== 'object' || value === null) return path;
  for (const [key, entry] of Object.entries(like)) {
    const inside = misfit(entry, (value as Record<string, unknown>)[key], `${path}.${key}`);
    if (inside !== null) return inside;
  }
  return null;
}
