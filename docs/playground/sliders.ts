/** The values that the sliders set, by the names of the schedulers' options. */
export interface Values {
  readonly alpha: number;
  readonly beta: number;
  readonly threshold: number;
  readonly patienceFraction: number;
  readonly factor: number;
  readonly haarWidth: number;
}

export type ValueName = keyof Values;

/** One slider: from `low` to `high`, by equal factors where it is logarithmic. */
export interface Slider {
  readonly name: ValueName;
  readonly label: string;
  /** What it is, with its unit. */
  readonly help: string;
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly whole: boolean;
}

const slider = (
  name: ValueName,
  label: string,
  help: string,
  [low, high]: readonly [number, number],
  { log = true, whole = false } = {},
): Slider => ({ name, label, help, low, high, log, whole });

export const sliders: readonly Slider[] = [
  slider('alpha', 'alpha', 'weight of the newest loss; its memory is 1/alpha iterations', [1e-5, 1]),
  slider('beta', 'beta', 'weight of the newest decrease', [1e-5, 1]),
  slider('threshold', 'threshold', 'stationary below this decrease, loss per iteration', [1e-9, 1]),
  slider('patienceFraction', 'patience', 'share of the run that must be stationary', [0.001, 0.5]),
  slider('factor', 'factor', 'a reduction multiplies the rate by this', [0.05, 0.95], { log: false }),
  slider('haarWidth', 'Haar width', 'half-width of the Haar kernel, iterations', [1, 1000], { whole: true }),
];

/** Positions of a slider: 0 to this. */
export const positions = 1000;

/** The value at a position, to three digits. */
export function valueAt({ low, high, log, whole }: Slider, position: number): number {
  const share = position / positions;
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(3));
}

/** The position nearest to a value; values beyond the ends are at the ends. */
export function positionOf({ low, high, log }: Slider, value: number): number {
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(positions * Math.min(Math.max(share || 0, 0), 1));
}

const family = ['fastface', 'ema-haar', 'fastface-recurrence', 'fastface-published'];

/** The sliders that set an option of a scheduler: those whose meaning it shares. */
export function slidersOf(scheduler: string, options: readonly { readonly name: string }[]): ValueName[] {
  const shared: readonly ValueName[] = family.includes(scheduler)
    ? sliders.map(({ name }) => name)
    : scheduler === 'fastface-steps'
      ? ['patienceFraction', 'factor']
      : scheduler === 'moving-haar'
        ? ['factor']
        : [];
  return shared.filter((name) => options.some((option) => option.name === name));
}
