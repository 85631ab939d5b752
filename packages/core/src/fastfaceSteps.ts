import { AutoRegisters } from './autoRegisters.js';
import { autoStart } from './autoStart.js';
import { AutoThreshold } from './autoThreshold.js';
import { type AutoThresholdState, emptyAutoThreshold } from './autoThresholdState.js';
import { type CascadeState, initialState, isFiniteNumber, short, usableLosses } from './fastfaceState.js';
import { type FastFaceStepsOptions, type ResolvedAuto, resolveAuto } from './fastfaceStepsOptions.js';
import { count, type Fields, finite, list, nullOr, nullWhile, oneOf, record } from './field.js';
import { fromRun } from './fromRun.js';
import { headroom } from './headroom.js';
import { Patience, patienceFields } from './patience.js';
import type { Scheduler } from './scheduler.js';

/** State of {@link fastfaceSteps}: some sixty numbers, whatever the length of the run. */
export interface FastFaceStepsState extends CascadeState {
  /** λ: an iteration is stationary if its trend is at or below this, loss per iteration; null before four blocks. */
  readonly threshold: number | null;
  /** σ̂: estimated standard deviation of one iteration's loss (its long-run deviation); null before four blocks. */
  readonly noise: number | null;
  /** Usable losses seen, up to the 3/alpha to which the first straight line is fitted. */
  readonly startSteps: number;
  /** Sum and number of the losses of the current block, relative to the first loss. */
  readonly blockSum: number;
  readonly blockSize: number;
  /** Noise in blocks of several lengths, and the means of the last patience. */
  readonly blocks: AutoThresholdState;
}

/**
 * FastFace with nothing to tune: threshold and smoothing follow from the patience and from the noise of the loss,
 * which is estimated during the run. O(1) per iteration. Needs only the base rate and the run length.
 *
 *     P = floor(patienceFraction·totalSteps)
 *     alpha = beta = min((2rκ/P)^(2/3) + 1.2/P, 10/P)      r = noiseRatio, κ = noiseMultiple
 *     λ_t = (1 + e^(0.9 − alpha·P/3))·base(σ̂_t)/P          base(σ) = max(κσ, fall_t/10⁴ − 30κσ′_t)
 *
 * The rate becomes max(factor·rate, minLearningRate), as in {@link fastface}, under two conditions: the trend S_t was
 * at or below λ_t for more than P/2 + 18 consecutive iterations (at most P), and over the last P losses the mean of
 * the newer half is at most base(σ̃_t)/3 below that of the older half. Reductions are at least about P iterations
 * apart. Up to iteration 3/alpha, E and S come from a straight line fitted to all losses so far (S_0 undefined, S_1 =
 * L_0 − L_1), and no iteration is stationary. The fit restarts whenever a block of losses in the first 2P iterations
 * is clearly higher than all earlier ones. Then the cascade of `fastface` continues. The noise estimates come from
 * second differences of block means: σ̂ is the larger and σ̃ the smallest of several estimates, σ′ the most recent
 * one. fall is the first loss minus the lowest block mean.
 *
 * Why: a plateau is a fall of less than κ noise deviations per patience, so λ = κσ/P. White noise σ makes S vary by
 * σ_S = ½·alpha^1.5·σ ({@link trendDeviation}: variance of the double EMA's decrease); σ_S = r·λ gives the first term
 * of alpha. The second keeps the filters' memory below a short patience. There the threshold rises, up to halfway
 * between no fall and a fall of 4κσ per patience. For 165,435 iterations alpha comes out as 0.00112 and, with σ = 0.8
 * to 1, λ as 5.4e-5 to 6.7e-5: the published 0.001 and 5e-5. At the end of each block of 1/(5·alpha) losses, the
 * filters' memory of a steep fall is limited, so a plateau after it is not found later.
 *
 * L → k·L + c changes no decision. It assumes noise with a correlation time below about 1/alpha and a level that is
 * straight over a few blocks. Drops at epoch boundaries count as falling if they come more than once per patience. A
 * loss that rises after the first 2P iterations counts as a plateau after 1¼ patiences. A loss that is not finite, or
 * differs from the first by 1e289, leaves the filters unchanged: decision `skip`.
 *
 * How to choose: leave κ and r. `patienceFraction` is the share of the run that a plateau may cost: 0.05 reacts
 * within 8 % of the run, 0.03 suits runs with many cuts. Without a known length give `patience` in iterations; below
 * 50 false reductions become likely. Costs at most twice as much per iteration as `fastface`.
 *
 * @param options see {@link FastFaceStepsOptions}; `totalSteps` or `patience` is needed
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = fastfaceSteps({ learningRate: 0.1, totalSteps: 2000 });
 * const losses = Array.from({ length: 2000 }, (_, t) => Math.max(1, 5 - t / 200) + 0.1 * Math.sin(t * t));
 * const found = changes(scheduler, losses);
 * found[0]!.iteration > 800; // true: the fall ends at 800
 * @see docs/self-calibrating.md for the derivation and what was tried; arXiv 2404.11118 for the method
 */
export function fastfaceSteps(options: FastFaceStepsOptions): Required<Scheduler<FastFaceStepsState>> {
  const name = 'fastface-steps';
  const resolved = resolveAuto(name, options);
  const { alpha, startSteps, stationaryLimit, fineSteps } = resolved;
  const lag = (1 - alpha) / alpha;
  const patience = new Patience(resolved);
  const registers = new AutoRegisters();
  const auto = new AutoThreshold(resolved, registers);
  const risingLimit = 2 * Math.max(1, resolved.patience);
  const initial: FastFaceStepsState = {
    ...initialState(name, resolved),
    threshold: null,
    noise: null,
    firstLoss: null,
    smoothedChange: 0,
    startSteps: 0,
    blockSum: 0,
    blockSize: 0,
    blocks: emptyAutoThreshold(resolved),
  };

  return fromRun<FastFaceStepsState>({
    name,
    init: () => ({ ...initial }),
    options: resolved,
    fields: autoFields(resolved),
    reason: (state) => autoReason(resolved, state),
    run(state, losses, rates) {
      patience.load(state);
      auto.load(state.blocks);
      registers.smoothed = state.smoothedChange;
      registers.trend = state.trend ?? Number.NaN;
      registers.firstLoss = state.firstLoss ?? Number.NaN;
      registers.blockSum = state.blockSum;
      registers.threshold = state.threshold ?? Number.NaN;
      registers.noise = state.noise ?? Number.NaN;
      registers.stationarySteps = state.stationarySteps;
      registers.startSteps = state.startSteps;
      registers.learningRate = state.learningRate;
      let { blockSize, skipped, decision } = state;
      for (let i = 0; i < losses.length; ) {
        const from = i;
        const end = Math.min(i + fineSteps - blockSize, losses.length);
        if (registers.startSteps < startSteps) {
          i = autoStart(startSteps, registers, losses, rates, i, end);
          // The EMA of a falling line lags by (1 − alpha)/alpha iterations.
          if (registers.startSteps === startSteps) registers.smoothed += lag * registers.trend;
        } else if (patience.cooldownLeft === 0) {
          // `enough` is only needed if the wait can end within this block.
          const nears = registers.stationarySteps + end - i > stationaryLimit;
          registers.limit = nears ? enough() : stationaryLimit;
          i = glide(alpha, registers, losses, rates, i, end);
        }
        if (i > from) {
          blockSize += i - from;
          decision = 'hold';
        } else {
          // A loss that the fast loop cannot handle.
          const loss = losses[i]!;
          const isFirst = Number.isNaN(registers.firstLoss);
          const change = isFirst ? loss - loss : loss - registers.firstLoss;
          if (!isFiniteNumber(change * headroom)) {
            skipped++;
            decision = 'skip';
            rates[i++] = patience.learningRate;
            continue;
          }
          if (isFirst) {
            registers.firstLoss = loss + 0; // JSON would turn −0 into 0
            continue;
          }
          const decrease = alpha * (registers.smoothed - change);
          registers.smoothed -= decrease;
          registers.trend += alpha * (decrease - registers.trend);
          patience.decision = 'hold';
          observe(registers.trend <= registers.threshold);
          decision = patience.decision;
          registers.blockSum += change;
          blockSize++;
          rates[i++] = patience.learningRate;
        }
        if (blockSize === fineSteps) {
          blockSize = 0;
          if (auto.push()) {
            if (registers.startSteps === startSteps) auto.settle();
            else if (state.iteration + i - skipped < risingLimit && auto.rises()) auto.restart();
          }
        }
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + losses.length,
        learningRate: patience.learningRate,
        decision,
        trend: orNull(registers.trend),
        stationarySteps: registers.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
        skipped,
        threshold: orNull(registers.threshold),
        noise: orNull(registers.noise),
        firstLoss: orNull(registers.firstLoss),
        smoothedChange: registers.smoothed,
        startSteps: registers.startSteps,
        blockSum: registers.blockSum + 0,
        blockSize,
        blocks: auto.state(),
      };
    },
  });

  function enough(): number {
    return patience.isFree ? auto.enough() : Number.MAX_SAFE_INTEGER;
  }

  /** Counts one iteration, as Patience does, but with `stationaryLimit` and the window test. */
  function observe(stationary: boolean): void {
    if (patience.cooldownLeft > 0) {
      patience.cooldownLeft--;
      registers.stationarySteps = 0;
    } else if (!stationary) registers.stationarySteps = 0;
    else if (registers.stationarySteps >= stationaryLimit && registers.stationarySteps >= enough()) {
      patience.reduce();
      auto.forget();
      registers.learningRate = patience.learningRate;
      registers.stationarySteps = 0;
    } else registers.stationarySteps++;
  }
}

/**
 * The fast loop within a block; see `glide` in `fastface`. Returns the index of the first loss that it cannot handle:
 * an unusable one, one that exhausts the limit, or `end`.
 */
function glide(
  alpha: number,
  registers: AutoRegisters,
  losses: Float64Array,
  rates: Float64Array,
  from: number,
  end: number,
): number {
  let { smoothed, trend, stationarySteps, blockSum } = registers;
  const { threshold, firstLoss, learningRate, limit } = registers;
  let i = from;
  for (; i < end; i++) {
    const change = losses[i]! - firstLoss;
    const probe = change * headroom;
    if (probe - probe !== 0) break;
    const decrease = alpha * (smoothed - change);
    const next = trend + alpha * (decrease - trend);
    if (!(next <= threshold)) stationarySteps = 0;
    else if (stationarySteps < limit) stationarySteps++;
    else break;
    smoothed -= decrease;
    trend = next;
    blockSum += change;
    rates[i] = learningRate;
  }
  registers.smoothed = smoothed;
  registers.trend = trend;
  registers.stationarySteps = stationarySteps;
  registers.blockSum = blockSum;
  return i;
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function autoFields(options: ResolvedAuto): Fields<FastFaceStepsState> {
  const optional = nullOr(finite);
  const noise = record({
    newest: optional,
    older: optional,
    meanAbsolute: finite,
    recent: finite,
    count: natural,
  });
  const { windowHalf } = options;
  return {
    skipped: count((state) => state.iteration),
    ...patienceFields(options),
    stationarySteps: natural,
    trend: optional,
    threshold: optional,
    noise: optional,
    firstLoss: nullWhile((state) => usableLosses(state) === 0, finite),
    smoothedChange: finite,
    startSteps: count(options.startSteps),
    blockSum: finite,
    blockSize: count(options.fineSteps - 1),
    blocks: record<FastFaceStepsState>({
      fine: options.fineBlocks === 1 ? oneOf(null) : noise,
      middle: noise,
      coarse: noise,
      window: record<FastFaceStepsState>({
        seen: natural,
        means: list(finite, ({ blocks }) => Math.min(blocks.window.seen, 2 * windowHalf)),
      }),
      middleSum: finite,
      middleSize: natural,
      coarseSum: finite,
      coarseSize: natural,
      windowSum: finite,
      windowSize: natural,
      fall: finite,
      highest: optional,
      trend: finite,
    }),
  };
}

const natural = count(Number.MAX_SAFE_INTEGER);

function autoReason(options: ResolvedAuto, state: FastFaceStepsState): string {
  const { patience, stationaryLimit } = options;
  const { decision, trend, threshold, noise, stationarySteps } = state;
  if (decision === 'skip') return 'the loss cannot be used; everything left as it was';
  if (trend === null || threshold === null || state.startSteps < options.startSteps) {
    return `starting: ${state.startSteps} of ${options.startSteps} iterations`;
  }
  const comparison = `trend ${short(trend)}, stationary up to ${short(threshold)} (noise ${short(noise)})`;
  if (decision === 'reduce') {
    return `${comparison}, as in the ${stationaryLimit} iterations before; flat within the noise for ${patience}`;
  }
  const waits = stationarySteps > stationaryLimit ? `, but it fell over the last ${patience}` : '';
  return `${comparison}, for ${stationarySteps} of ${stationaryLimit} iterations${waits}`;
}
