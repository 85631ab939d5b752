import type { LossModel } from '../../packages/sim/src/lossModel/lossModel.js';
import type { ModelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import { predictLaw } from '../../packages/sim/src/lossModel/predict.js';
import { variantsOfSeeds } from '../../packages/sim/src/lossModel/simulate.js';

/** Stretches at one rate. */
const count = 48;

/**
 * The best schedule that a search finds for a model: rates from 0 to a largest one, constant on 48 stretches that get shorter
 * towards the end, the first of them at the largest rate, where the warm-up ends; with the least expected loss over the last hundredth, the mean over the variants that `seeds` runs have.
 *
 * It starts from the best of a family (hold a share of the run, then to zero as a power) and moves single stretches and
 * groups of neighbours up and down, by ever smaller steps, while that lowers the loss.
 *
 * @returns the rate of every update
 */
export function bestSchedule(model: LossModel, most: number, steps: number, seeds: number): Float64Array {
  const starts = Array.from({ length: count + 1 }, (_, k) =>
    Math.round(steps * (1 - (1 - k / count) ** 1.5)),
  );
  const expected = finalLossOf(model, starts, seeds);
  const family = holds.flatMap((hold) =>
    powers.map((power) =>
      Float64Array.from({ length: count }, (_, k) => {
        const middle = (starts[k]! + starts[k + 1]!) / 2 / steps;
        return most * Math.min(1, (1 - middle) / (1 - hold)) ** power;
      }),
    ),
  );
  const losses = family.map(expected);
  const rates = family[losses.indexOf(Math.min(...losses))]!;
  rates[0] = most;
  let least = expected(rates);
  for (let move = most / 4; move > most / 1000; move /= 2) {
    for (let before = Infinity; least < before; ) {
      before = least;
      for (let size = 16; size >= 1; size /= 2) {
        for (let from = 1; from + size <= count; from += Math.max(1, size / 2)) {
          for (const by of [move, -move]) {
            const kept = rates.slice(from, from + size);
            for (let k = from; k < from + size; k++) rates[k] = Math.min(Math.max(rates[k]! + by, 0), most);
            const loss = expected(rates);
            // What is gained must be worth another round.
            if (loss < least * (1 - 1e-7)) least = loss;
            else rates.set(kept, from);
          }
        }
      }
    }
  }
  return Float64Array.from({ length: steps }, (_, t) => rates[starts.findLastIndex((start) => start <= t)]!);
}

const holds = [0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9];
const powers = [0.5, 1, 1.5, 2];

function finalLossOf(model: LossModel, starts: readonly number[], seeds: number) {
  const { firstStep } = model.traces[0]!;
  const steps = Float64Array.from(starts.slice(1), (end) => firstStep - 1 + end);
  const from = starts.findIndex((start) => start >= 0.99 * starts.at(-1)!);
  const runs = new Map<number, number>();
  for (const variant of variantsOfSeeds(model, seeds)) runs.set(variant, (runs.get(variant) ?? 0) + 1);
  return (rates: Float64Array): number => {
    const trace: ModelTrace = { file: '', steps, losses: steps, rates, firstStep, kind: 'mean', warmup: 0 };
    let [sum, weights] = [0, 0];
    for (const [variant, times] of runs) {
      const levels = predictLaw(model.variants[variant]!.law, trace, model);
      for (let k = from; k < count; k++) {
        const weight = times * (starts[k + 1]! - starts[k]!);
        sum += weight * levels[k]!;
        weights += weight;
      }
    }
    return sum / weights;
  };
}
