import { type Command, Option } from 'commander';
import { backendNames } from '../backend/useBackend.js';
import type { Habits } from '../checkpoint/checkpoint.js';
import { augmentations } from '../faces/augment.js';
import type { FaceSet } from '../faces/dataset.js';
import { difficulties } from '../faces/generated/difficulty.js';
import { type DataConfig, type RunConfig, runConfig } from '../loop/runConfig.js';
import { modelNames } from '../model/createModel.js';
import { collect, real, triple, whole } from './parse.js';

/** Pixels on a side of generated faces: enough to tell people apart, few enough for two cores. */
export const generatedSize = 24;

/** Flags that are called in a config as they are on the command line. */
const sameName = [
  'backend',
  'threads',
  'model',
  'embeddingSize',
  'margin',
  'scale',
  'gradient',
  'sampleRate',
  'momentum',
  'weightDecay',
  'clipNorm',
  'batchSize',
  'learningRate',
  'scheduler',
  'warmup',
  'lossLag',
  'augmentation',
  'seed',
] as const;

/** Flags that say what a run is. With --resume they come from the checkpoint, and may not differ from it. */
export interface ConfigFlags
  extends Pick<RunConfig, (typeof sameName)[number] | 'steps' | 'set'>,
    Pick<DataConfig, 'onWrongSize' | 'onBadImage' | 'onFewImages'>,
    Pick<DataConfig['generated'], 'identities' | 'perIdentity' | 'difficulty'> {
  readonly data: string;
  readonly imageSize?: number;
  readonly epochs?: number;
  readonly maxSteps: number;
  readonly weights?: string;
}

/** All flags of `train`. */
export interface TrainFlags extends ConfigFlags {
  readonly out?: string;
  readonly resume?: string | true;
  readonly checkpointEvery: number;
  readonly maxBadLosses: number;
  readonly verify: readonly string[];
  readonly verifyPairs: number;
  readonly json?: boolean;
}

export function withConfigFlags(command: Command): Command {
  const { data, ...config } = runConfig();
  const { generated } = data;
  const choice = (flags: string, description: string, choices: readonly string[], value: string) =>
    new Option(flags, description).choices(choices).default(value);
  return command
    .optionsGroup('Images:')
    .option('--data <source>', 'generated, a folder ID/Image.jpg, or a folder with train.rec', data.source)
    .option(
      '--image-size <pixels>',
      'height and width (default: 24 for generated faces, else what the data say, or 112)',
      whole(16),
    )
    .option('--identities <n>', 'people to generate', whole(2), generated.identities)
    .option('--per-identity <n>', 'images of each', whole(2), generated.perIdentity)
    .addOption(
      choice(
        '--difficulty <preset>',
        'how much these differ',
        Object.keys(difficulties),
        generated.difficulty,
      ),
    )
    .addOption(
      choice(
        '--augmentation <kind>',
        'heavy is the reference’s optional one',
        augmentations,
        config.augmentation,
      ),
    )
    .addOption(
      choice(
        '--on-bad-image <what>',
        'what to do with an unreadable image',
        ['fail', 'skip'],
        data.onBadImage,
      ),
    )
    .addOption(
      choice('--on-few-images <what>', 'a person with one image', ['fail', 'skip'], data.onFewImages),
    )
    .addOption(
      choice(
        '--on-wrong-size <what>',
        'what to do with an image of another size',
        ['fail', 'resize'],
        data.onWrongSize,
      ),
    )
    .optionsGroup('Network and loss:')
    .addOption(choice('--model <name>', 'the backbone', modelNames, config.model))
    .option('--embedding-size <n>', 'numbers in an embedding', whole(1), config.embeddingSize)
    .option('--margin <m1,m2,m3>', 'm3 > 0 is CosFace, else 1,m2,0 ArcFace', triple, config.margin)
    .option('--scale <s>', 'of the logits (the reference: 64)', real(0), config.scale)
    .addOption(choice('--gradient <kind>', 'of ArcFace’s margin', ['reference', 'exact'], config.gradient))
    .option('--sample-rate <share>', 'of the classes in a step (PartialFC)', real(0, 1), config.sampleRate)
    .option('--weights <file>', 'safetensors or .pth that the backbone starts from')
    .addOption(choice('--backend <name>', 'where tensors are computed', backendNames, config.backend))
    .option('--threads <n>', 'that share a batch on wasm: up to one an idle core', whole(1), config.threads)
    .optionsGroup('Optimisation:')
    .addOption(
      new Option('--steps <n>', 'updates; auto: until the scheduler decides that the run can end')
        .argParser((text) => (text === 'auto' ? endless : whole(1)(text)))
        .default(config.steps)
        .conflicts('epochs'),
    )
    .option(
      '--max-steps <n>',
      'with --steps auto: updates after which it has ended at the latest',
      whole(1),
      100_000,
    )
    .option('--epochs <n>', 'passes over the images, instead of --steps', whole(1))
    .option('--batch-size <n>', 'images an update', whole(2), config.batchSize)
    .option('--learning-rate <rate>', 'base rate', real(0), config.learningRate)
    .option(
      '--scheduler <name>',
      'any that fastface schedulers lists, or a module such as ./mine.js',
      config.scheduler,
    )
    .option(
      '--set <option=value>',
      'an option of the scheduler; may be given several times',
      collect,
      config.set,
    )
    .option('--warmup <n>', 'iterations of linear warm-up', whole(0), config.warmup)
    .option(
      '--loss-lag <n>',
      'updates until a loss is read back; 0 for exact parity',
      whole(0),
      config.lossLag,
    )
    .option('--momentum <m>', '', real(0, 1, true), config.momentum)
    .option('--weight-decay <w>', 'of everything', real(0, 1, true), config.weightDecay)
    .option('--clip-norm <n>', 'greatest norm of the backbone’s gradient', real(0), config.clipNorm)
    .option('--seed <n>', 'of faces, weights, batches', whole(0), config.seed);
}

/** `--steps auto`. */
const endless = Number.POSITIVE_INFINITY;

/** fastface-steps is not reliable with a patience of fewer iterations. */
const leastPatience = 50;

/** The config of a run from its flags, and from its images once they are there: their size, and how many make an epoch. */
export function configOf(flags: ConfigFlags, faces?: Pick<FaceSet, 'imageSize' | 'length'>): RunConfig {
  const { data: source, imageSize, identities, perIdentity, difficulty, weights, set } = flags;
  const { onWrongSize, onBadImage, onFewImages, epochs, batchSize } = flags;
  const isEndless = flags.steps === endless;
  const planned = isEndless ? flags.maxSteps : flags.steps;
  const steps =
    epochs === undefined || faces === undefined ? planned : epochs * Math.floor(faces.length / batchSize);
  const same = Object.fromEntries(sameName.map((name) => [name, flags[name]]));
  return {
    data: {
      source,
      imageSize: faces?.imageSize ?? imageSize ?? (source === 'generated' ? generatedSize : null),
      onWrongSize,
      onBadImage,
      onFewImages,
      generated: { identities, perIdentity, difficulty, style: 'facesjs' },
    },
    ...(same as Pick<RunConfig, (typeof sameName)[number]>),
    steps,
    epochs: epochs ?? null,
    set: [
      ...set,
      ...(isShort({ ...flags, steps }) ? [`patience=${leastPatience}`] : []),
      ...(isEndless ? endOf({ ...flags, steps }) : []),
    ],
    weights: weights ?? null,
  };
}

/** Of a run that ends by itself: no length, but for the default scheduler the latest end, where nobody has set another. */
const endOf = ({ scheduler, steps, warmup, set }: ConfigFlags) => [
  'totalSteps=null',
  ...(scheduler === 'fastface-auto' && !set.some((setting) => /^(fastface-auto:)?maxSteps=/.test(setting))
    ? [`maxSteps=${Math.max(1, steps - warmup)}`]
    : []),
];

/** A run so short that the scheduler's patience, a twentieth of it, would be too small, and nobody has set another. */
const isShort = ({ scheduler, steps, set }: ConfigFlags) =>
  scheduler === 'fastface-steps' &&
  steps < 20 * leastPatience &&
  !set.some((setting) => /^(fastface-steps:)?patience(Fraction)?=/.test(setting));

/** What of the flags is no part of the config: how a run is carried out. It holds when a run goes on without them. */
const habitual = ['checkpointEvery', 'maxBadLosses', 'verify', 'verifyPairs'] as const;

export const habitsOf = (flags: TrainFlags): Habits =>
  Object.fromEntries(habitual.map((name) => [name, flags[name]]));

/** The flags, with the habits of the run that goes on in place of those that nobody typed. */
export function withHabits(flags: TrainFlags, habits: Habits, typed: readonly string[]): TrainFlags {
  const kept = habitual.filter((name) => name in habits && !typed.includes(name));
  return { ...flags, ...Object.fromEntries(kept.map((name) => [name, habits[name]])) };
}

/** The first flag typed that is not what the config of a run says, with what it says; null where all agree. */
export function contradiction(
  config: RunConfig,
  flags: ConfigFlags,
  typed: readonly string[],
): { readonly flag: string; readonly was: string } | null {
  const { scheduler, steps } = config;
  const given = configOf({ ...flags, scheduler, steps });
  type Values = Readonly<Record<string, unknown>>;
  const values = (of: RunConfig): Values => ({
    ...of,
    ...of.data,
    ...of.data.generated,
    data: of.data.source,
  });
  const before = values(config);
  const now: Values = { ...values(given), scheduler: flags.scheduler, steps: flags.steps };
  // More steps than it was begun with extend a run.
  const isLonger = Number.isFinite(flags.steps) && flags.steps > steps;
  const key = typed.find(
    (name) =>
      name in before &&
      JSON.stringify(before[name]) !== JSON.stringify(now[name]) &&
      !(name === 'steps' && isLonger),
  );
  if (key === undefined) return null;
  return { flag: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), was: String(before[key]) };
}
