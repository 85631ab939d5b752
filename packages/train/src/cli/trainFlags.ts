import type { Habits } from '../checkpoint/checkpoint.js';
import type { FaceSet } from '../faces/dataset.js';
import { type DataConfig, type RunConfig, runConfig } from '../loop/runConfig.js';

/** Pixels on a side of generated faces: enough to tell people apart, few enough for two cores. */
export const generatedSize = 24;

/** `--steps auto`. */
export const endless = Number.POSITIVE_INFINITY;

/** fastface-steps is not reliable with a patience of fewer iterations. */
const leastPatience = 50;

/** Fields of a config that are made from the flags; the others are called and given as on the command line. */
const made = ['data', 'steps', 'set'] as const;
const given = Object.keys(runConfig()).filter((name) => !(made as readonly string[]).includes(name));

/** Without a default of its own on the command line. */
type Optional = 'epochs' | 'weights' | 'learningRate' | 'momentum' | 'weightDecay';

/** Flags that say what a run is. With --resume they come from the checkpoint, and may not differ from it. */
export interface ConfigFlags
  extends Omit<RunConfig, (typeof made)[number] | Optional>,
    Partial<Pick<RunConfig, Optional>>,
    Pick<RunConfig, 'steps' | 'set'>,
    Pick<DataConfig, 'onWrongSize' | 'onBadImage' | 'onFewImages'>,
    Pick<DataConfig['generated'], 'identities' | 'perIdentity' | 'difficulty'> {
  readonly data?: readonly string[];
  readonly imageSize?: number;
  readonly maxSteps: number;
}

/** All flags of `train`. */
export interface TrainFlags extends ConfigFlags {
  readonly out?: string;
  readonly resume?: string | true;
  readonly checkpointEvery: number;
  readonly maxBadLosses: number;
  readonly verify: readonly string[];
  readonly verifyPairs: number;
  readonly verifyEvery?: number;
  readonly verifyUntrained?: boolean;
  readonly json?: boolean;
}

/** The config of a run from its flags, and from its images once they are there: their size, and how many make an epoch. */
export function configOf(flags: ConfigFlags, faces?: Pick<FaceSet, 'imageSize' | 'length'>): RunConfig {
  const { data: sources = ['generated'], imageSize, identities, perIdentity, difficulty, set } = flags;
  const { onWrongSize, onBadImage, onFewImages, epochs = null, batchSize, accumulate } = flags;
  const isEndless = flags.steps === endless;
  const planned = isEndless ? flags.maxSteps : flags.steps;
  const steps =
    epochs === null || faces === undefined
      ? planned
      : Math.max(1, Math.floor((epochs * Math.floor(faces.length / batchSize)) / accumulate));
  const typed = given.flatMap((name) => {
    const value = flags[name as keyof ConfigFlags];
    return value === undefined ? [] : [[name, value] as const];
  });
  return runConfig({
    ...Object.fromEntries(typed),
    data: {
      sources,
      imageSize: faces?.imageSize ?? imageSize ?? (sources[0] === 'generated' ? generatedSize : null),
      onWrongSize,
      onBadImage,
      onFewImages,
      generated: { identities, perIdentity, difficulty, style: 'facesjs' },
    },
    steps,
    set: [
      ...set,
      ...(isShort({ ...flags, steps }) ? [`patience=${leastPatience}`] : []),
      ...(isEndless ? endOf({ ...flags, steps }) : []),
    ],
  });
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
const habitual = [
  'checkpointEvery',
  'maxBadLosses',
  'verify',
  'verifyPairs',
  'verifyEvery',
  'verifyUntrained',
] as const;

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
  const typedConfig = configOf({ ...flags, scheduler, steps });
  type Values = Readonly<Record<string, unknown>>;
  const values = (of: RunConfig): Values => ({
    ...of,
    ...of.data,
    ...of.data.generated,
    data: of.data.sources,
  });
  const before = values(config);
  const now: Values = { ...values(typedConfig), scheduler: flags.scheduler, steps: flags.steps };
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
