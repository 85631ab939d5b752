import type { Law, LossModel, Weighed } from './lossModel.js';
import { indexAtShare, logPrior } from './weigh.js';

/** One quantity with its distribution over the variants of a model. */
export interface Finding {
  readonly name: string;
  readonly median: number;
  /** Bounds that contain nine tenths of the weight. */
  readonly low: number;
  readonly high: number;
  /** True if the variants agree within a fifth, and not because of the prior alone. */
  readonly identified: boolean;
  /** True if the runs say little about it: its band is hardly narrower than that of the prior. */
  readonly fromPrior: boolean;
}

/** Contribution of a constant rate to the loss in the long run, up to a constant. */
function floorSum({ baseRate }: LossModel, law: Law, rate: number): number {
  if (law.law === 'multi-power') return law.annealing * rate;
  // A change leaves (1 + λ + λ² + …) of itself in S2.
  if (law.law === 'tissue') return (law.annealing * rate) / (1 - law.retention);
  return law.floor.reduce((sum, { amplitude }) => sum + amplitude, 0) * (rate / baseRate) ** law.floorPower;
}

/** Drop at the end of an epoch, after many epochs at the base rate. */
function boundaryDrop({ baseRate, epochLength }: LossModel, law: Law): number {
  if (law.law !== 'spectral' || epochLength === null) return 0;
  return law.memory.reduce(
    (sum, { amplitude, rate }) => sum + amplitude / epochLength / -Math.expm1(-rate * baseRate),
    0,
  );
}

/** Quantities with their prior, if they have one. The others follow from amplitudes, which have no prior. */
const quantities: readonly (readonly [
  name: string,
  of: (model: LossModel, law: Law) => number,
  hasPrior?: boolean,
])[] = [
  ['loss after endless training at rate 0', (_, { limit }) => limit],
  ['exponent of the power law', (_, { power }) => power?.exponent ?? 0, true],
  [
    'drop by a cut to half of the base rate',
    (model, law) => floorSum(model, law, model.baseRate) - floorSum(model, law, model.baseRate / 2),
  ],
  ['power of the noise floor in the rate', (_, law) => (law.law === 'spectral' ? law.floorPower : 0), true],
  ['drop at the end of an epoch at the base rate', boundaryDrop],
];

/**
 * What the model's runs determine, with the spread over its variants. Quantities about which they say nothing are
 * left out.
 *
 * @param model from {@link fitLossModel}
 * @example
 * const losses = Float64Array.from({ length: 2000 }, (_, t) => (t < 1000 ? 1.3 : 1) + 2 / Math.sqrt(1 + t / 50));
 * const learningRates = losses.map((_, t) => (t < 1000 ? 0.1 : 0.02));
 * const segment = { steps: losses.map((_, t) => t + 1), losses, learningRates, plannedSteps: null, run: null };
 * const model = fitLossModel([modelTrace(segment, 'my run', 'sampled')]);
 * findings(model).find(({ name }) => name.startsWith('drop by a cut'))!.median > 0; // true
 */
export function findings(model: LossModel): Finding[] {
  return quantities.flatMap(([name, of, hasPrior]) => {
    const { low, median, high } = bandOf(model, of, ({ weight }) => weight);
    if (high === 0 && low === 0) return [];
    const prior = bandOf(model, of, ({ law }) => Math.exp(logPrior(law)));
    const spread = high - low;
    const fromPrior = hasPrior === true && spread > 0 && spread >= hardlyNarrower * (prior.high - prior.low);
    return [
      { name, median, low, high, identified: !fromPrior && spread <= 0.2 * Math.abs(median), fromPrior },
    ];
  });
}

/** A band of at least this share of the prior's width comes from the prior. */
const hardlyNarrower = 0.7;

/** Bounds that contain nine tenths of the variants, by these weights. */
function bandOf(
  model: LossModel,
  of: (model: LossModel, law: Law) => number,
  weightOf: (variant: Weighed) => number,
): Pick<Finding, 'low' | 'median' | 'high'> {
  const values = model.variants
    .map((variant) => ({ value: of(model, variant.law), weight: weightOf(variant) }))
    .sort((a, b) => a.value - b.value);
  const weights = values.map(({ weight }) => weight);
  const at = (share: number) => values[indexAtShare(weights, share)]!.value;
  return { low: at(0.05), median: at(0.5), high: at(0.95) };
}
