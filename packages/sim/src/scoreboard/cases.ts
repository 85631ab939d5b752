import {
  correlated,
  heavyTails,
  meansOfTen,
  type NoiseMaker,
  nanBursts,
  none,
  passes,
  spikes,
  wave,
  white,
} from './noises.js';

/** Position in a run, in patiences. */
export interface CasePoint {
  /** Patiences since the run began. */
  readonly now: number;
  /** Patiences at which the fall ends. */
  readonly end: number;
  /** Length of the whole run in patiences. */
  readonly length: number;
  /** Steepness before `end`: minimum fall in a patience, in units of 2σ. */
  readonly steepness: number;
}

/** A kind of synthetic loss whose fall and plateau are known. */
export interface Case {
  readonly name: string;
  /** One line for a reader. */
  readonly about: string;
  readonly noise: NoiseMaker;
  /** The loss without noise, in σ above its final level. Default: a straight fall. */
  readonly level?: (point: CasePoint) => number;
  /** Deviation of the noise, in σ. Default 1 throughout. */
  readonly deviation?: (point: CasePoint) => number;
  /** True if the loss is flat from the start, without a fall. */
  readonly flat?: boolean;
}

/** Falls by 2σ per patience, times the steepness; flat from `end` on. */
export const straight = ({ now, end, steepness }: CasePoint) => 2 * steepness * Math.max(0, end - now);

/** Position at which the noise shrinks: a fifth of the run. */
const cut = ({ length }: CasePoint) => 0.2 * length;
const epoch = 1 / 3;

/** The cases of `fastface scoreboard`, then the others of the scoreboard page. */
export const cases: readonly Case[] = [
  { name: 'falling slowly', about: 'a straight fall, white noise', noise: white },
  {
    name: 'spike then falling',
    about: 'at a fifth of the run the loss jumps by 50σ and is back within a quarter of a patience',
    noise: white,
    level: (point) => {
      const since = point.now - 0.2 * point.length;
      return straight(point) + (since < 0 ? 0 : 50 * Math.exp(-20 * since));
    },
  },
  {
    name: 'flat with noise',
    about: 'white noise and nothing else',
    noise: white,
    level: () => 0,
    flat: true,
  },
  {
    name: 'staircase',
    about: 'falls at epoch boundaries only, three to a patience',
    noise: white,
    level: ({ now, end, steepness }) => {
      const stairs = Math.ceil(end / epoch) - Math.floor(now / epoch) - 1;
      return 2 * steepness * epoch * Math.max(0, stairs);
    },
  },
  { name: 'periodic', about: 'white noise and a wave of height σ, ten to a patience', noise: wave(10) },
  { name: 'NaN bursts', about: 'bursts of NaN, a twentieth of a patience long', noise: nanBursts },
  {
    name: 'exponential',
    about: 'an exponential fall, ten times as steep at first, white noise',
    noise: white,
    level: ({ now, end, steepness }) => {
      if (now >= end) return 0;
      // The slope is e^(k(1 − now/end)) with e^k = 10: it ends at one.
      const k = Math.log(10);
      return (2 * steepness * end * (Math.exp(k * (1 - now / end)) - 1)) / k;
    },
  },
  {
    name: 'steep start',
    about: 'a straight fall below a transient of 100σ that decays within a fifth of a patience',
    noise: white,
    level: (point) => straight(point) + 100 * Math.exp(-5 * point.now),
  },
  {
    name: 'rising start',
    about: 'rises by 10σ for half a patience, as during a warm-up, then falls',
    noise: white,
    level: (point) => straight(point) - 10 * Math.max(0, 1 - 2 * point.now),
  },
  { name: 'heavy tails', about: "Student's t with 3 degrees of freedom", noise: heavyTails },
  { name: 'spiky', about: '1 loss in 100 up to 20 deviations too high', noise: spikes },
  {
    name: 'autocorrelated',
    about: 'a correlation of 0.9 from one loss to the next',
    noise: correlated(() => 0.9),
  },
  {
    name: 'slow noise',
    about: 'noise that is alike for a twentieth of a patience',
    noise: correlated((patience) => Math.exp(-20 / patience)),
  },
  {
    name: 'passes',
    about: 'the same few batches in the same order, five passes to a patience',
    noise: passes,
  },
  {
    name: 'means of 10',
    about: 'each mean of 10 losses stands for 10 iterations, as in a log',
    noise: meansOfTen,
  },
  {
    name: 'slow wave',
    about: 'white noise and a wave of height σ, four to a patience',
    noise: wave(4),
  },
  {
    name: 'noise with the loss',
    about: 'the noise is a tenth of the loss, which falls by a fifth of itself in a patience',
    noise: white,
    level: (point) => 10 * Math.exp(straight(point) / 10) - 10,
    deviation: (point) => Math.exp(straight(point) / 10),
  },
  {
    name: 'noise shrinks',
    about: 'at a fifth of the run the loss drops by 5σ and the noise to a quarter, as at a cut of the rate',
    noise: white,
    level: (point) => {
      const after = 0.25 * straight({ ...point, now: Math.max(point.now, cut(point)) });
      return point.now < cut(point) ? after + 5 + straight({ ...point, end: cut(point) }) : after;
    },
    deviation: (point) => (point.now < cut(point) ? 1 : 0.25),
  },
  { name: 'noiseless', about: 'a straight fall without noise, then a constant', noise: none },
  {
    name: 'smooth',
    about: 'no noise; the fall ends in an exponential with a time constant of a quarter of a patience',
    noise: none,
    level: (point) => {
      const rest = point.steepness / 2;
      const since = Math.max(0, point.now - point.end);
      return straight(point) + rest * Math.exp(-4 * since);
    },
  },
];

export const findCase = (name: string): Case | undefined => cases.find((one) => one.name === name);

/** The command's default cases. */
export const commandCases: readonly Case[] = cases.slice(0, 6);
