import { type FastFaceOptions, type ResolvedOptions, resolveOptions } from './fastfaceOptions.js';
import {
  type CascadeState,
  cascadeFields,
  fastfaceReason,
  initialState,
  isFiniteNumber,
} from './fastfaceState.js';
import { fastfaceWide } from './fastfaceWide.js';
import { fromRun } from './fromRun.js';
import { Patience } from './patience.js';
import type { Scheduler } from './scheduler.js';

/**
 * FastFace: reduces the learning rate when the smoothed training loss stops falling, in O(1) per iteration.
 *
 * In cascade form, with loss L_t, E_0 = L_0 and S undefined at t = 0:
 *
 *     h_t = alpha·(E_{t−1} − L_t)              decrease of the smoothed loss
 *     E_t = E_{t−1} − h_t                      EMA of the loss, kept relative to L_0
 *     S_1 = h_1,  S_t = S_{t−1} + beta·(h_t − S_{t−1})     the trend
 *
 * An iteration is stationary when S_t < threshold; on the (patience + 1)-th stationary iteration in a row the rate
 * becomes max(factor·rate, minLearningRate), at most `maxReductions` times. The first reduction can come after loss
 * number patience + 2 (index patience + 1). It takes the same decisions as {@link emaHaar}, which is the definition,
 * with a rounding error of the trend near 1e-14 of its largest value at any alpha; {@link fastfaceRecurrence} is the
 * paper's form, {@link fastfacePublished} the authors' class with its wrong seed. With `haarWidth` w > 1 the decrease
 * is measured between windows of w iterations, and the state has 2w more numbers.
 *
 * A loss that is not finite (or `null`) leaves the filters unchanged: decision `skip`.
 *
 * How to choose: 1/alpha is the memory in iterations; keep it well below the patience. White noise σ in the loss
 * gives the trend a standard deviation of about ½·alpha^1.5·σ (alpha = beta); keep it below half the threshold. The
 * published numbers suit a loss that falls from 45 to 3 over 165,000 to 500,000 iterations.
 *
 * @param options see {@link FastFaceOptions}; `totalSteps` (or `patience`) is needed, the rest has defaults
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = fastface({ learningRate: 0.1, totalSteps: 100, alpha: 0.1, beta: 0.1, threshold: 0.001 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 1, 1, 1, 1, 1, 1]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1: the smoothed loss still falls
 * @see arXiv 2404.11118, which gives the recurrence in S alone; the cascade rounds 10⁴ times less at alpha = 1e-3
 */
export function fastface(options: FastFaceOptions): Required<Scheduler<CascadeState>> {
  const resolved = resolveOptions('fastface', options);
  return resolved.haarWidth === 1 ? fastfaceNarrow(resolved) : fastfaceWide(resolved);
}

function fastfaceNarrow(options: ResolvedOptions): Required<Scheduler<CascadeState>> {
  const { alpha, beta, threshold } = options;
  const patience = new Patience(options);
  const registers = new Float64Array(3);
  const scheduler = fromRun<CascadeState>({
    name: 'fastface',
    init: () => ({ ...initialState('fastface', options), firstLoss: null, smoothedChange: 0 }),
    options,
    fields: cascadeFields(options, 2),
    reason: (state) => fastfaceReason(options, state),
    run(state, losses, rates) {
      patience.load(state);
      let { firstLoss, smoothedChange, trend, skipped, decision } = state;
      for (let i = 0; i < losses.length; i++) {
        if (firstLoss !== null && trend !== null && patience.cooldownLeft === 0) {
          registers[0] = smoothedChange;
          registers[1] = trend;
          registers[2] = patience.stationarySteps;
          const from = i;
          i = glide(options, registers, firstLoss, losses, rates, patience.learningRate, from);
          if (i > from) decision = 'hold';
          smoothedChange = registers[0];
          trend = registers[1];
          patience.stationarySteps = registers[2];
          if (i === losses.length) break;
        }
        const loss = losses[i]!;
        const decrease: number = alpha * (smoothedChange - (loss - (firstLoss ?? loss)));
        const next: number = trend === null ? decrease : trend + beta * (decrease - trend);
        if (isFiniteNumber(next)) {
          if (firstLoss === null)
            firstLoss = loss + 0; // JSON would turn −0 into 0
          else {
            smoothedChange -= decrease;
            trend = next + 0;
            patience.observe(trend < threshold);
          }
          decision = patience.decision;
        } else {
          skipped++;
          decision = 'skip';
        }
        rates[i] = patience.learningRate;
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + losses.length,
        learningRate: patience.learningRate,
        decision,
        trend,
        stationarySteps: patience.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
        skipped,
        firstLoss,
        smoothedChange,
      };
    },
  });
  return {
    ...scheduler,
    /** In the common case without a decision, a step is one object literal. All other cases use a run over one loss. */
    step(state, loss) {
      const { firstLoss, trend, smoothedChange, stationarySteps } = state;
      if (loss !== null && firstLoss !== null && trend !== null && state.cooldownLeft === 0) {
        const decrease = alpha * (smoothedChange - (loss - firstLoss));
        const next = trend + beta * (decrease - trend);
        const stationary = next < threshold;
        if (isFiniteNumber(next) && !(stationary && stationarySteps >= options.patience)) {
          return {
            scheduler: state.scheduler,
            version: state.version,
            options: state.options,
            iteration: state.iteration + 1,
            learningRate: state.learningRate,
            decision: 'hold',
            trend: next + 0,
            stationarySteps: stationary ? stationarySteps + 1 : 0,
            reductions: state.reductions,
            cooldownLeft: 0,
            skipped: state.skipped,
            firstLoss,
            smoothedChange: smoothedChange - decrease,
          };
        }
      }
      return scheduler.step(state, loss);
    },
  };
}

/**
 * The fast loop: processes losses from `from` on until something else must happen. `registers` holds the smoothed
 * loss, the trend and the stationary iterations. Returns the index of the first loss that it cannot handle: an
 * unusable one, one that exhausts the patience, or the end. A long run spends almost all its time here. The loop is
 * small enough for the processor's registers (2.6 ns per iteration; 5 to 9 with the decisions inside). It returns
 * every 4,096 iterations, because V8 optimises a function that is called often better than a single long loop.
 */
function glide(
  { alpha, beta, threshold, patience }: ResolvedOptions,
  registers: Float64Array,
  firstLoss: number,
  losses: Float64Array,
  rates: Float64Array,
  learningRate: number,
  from: number,
): number {
  const end = Math.min(from + 4096, losses.length);
  let smoothed = registers[0]!;
  let trend = registers[1]!;
  let stationarySteps = registers[2]!;
  let i = from;
  for (; i < end; i++) {
    const decrease = alpha * (smoothed - (losses[i]! - firstLoss));
    const next = trend + beta * (decrease - trend);
    if (next - next !== 0) break;
    if (next >= threshold) stationarySteps = 0;
    else if (stationarySteps < patience) stationarySteps++;
    else break;
    smoothed -= decrease;
    trend = next;
    rates[i] = learningRate;
  }
  registers[0] = smoothed;
  registers[1] = trend;
  registers[2] = stationarySteps;
  return i;
}
