import { BlockMemory, type BlockState, blockFields } from './blockMemory.js';
import { isFiniteNumber, short } from './fastfaceState.js';
import { count, equal, type Fields, finite, nullWhile } from './field.js';
import { fromRun } from './fromRun.js';
import {
  type GrowingHaarOptions,
  type ResolvedGrowingHaar,
  resolveGrowingHaar,
} from './growingHaarOptions.js';
import { headroom } from './headroom.js';
import type { Scheduler, SchedulerState } from './scheduler.js';

/** State of {@link growingHaar}: at most about 140 numbers, whatever the length of the run. */
export interface GrowingHaarState extends SchedulerState, BlockState {
  /** Fall of the loss per iteration, from the middle third of the losses to the last; null before 32 blocks. */
  readonly trend: number | null;
  /** λ: the loss is on a plateau if its trend is at or below this, loss per iteration. */
  readonly threshold: number | null;
  /** σ̂: estimated standard deviation of one iteration's loss. */
  readonly noise: number | null;
  readonly reductions: number;
  readonly backOffs: number;
  readonly skipped: number;
  readonly firstLoss: number | null;
  /** The latest loss, relative to the first. */
  readonly lastChange: number;
}

/**
 * Finds plateaus with a Haar kernel that grows with the run: each half covers a third of the losses so far, so it
 * detects ever smaller falls. Let t be the number of losses since the start (or since the latest change of the rate),
 * m = t/3, A the mean of the middle third, B the mean of the last third, and σ̂ the noise of one loss:
 *
 *     fall_t  = A − B                                       what the newest third brought
 *     error_t = σ̂·√(2/m)                                   its standard error
 *     the rate is reduced when  (fall_t + z·error_t)·(T − t)/m ≤ κ·σ̂
 *
 * In words: even the upper bound of the fall, continued to the end of the run, would lower the loss by less than κ
 * noise deviations. The error counts in favour of falling, so the scheduler waits for a noisy loss that falls slowly.
 * Near the end no fall is worth waiting for. Without `totalSteps` the rule assumes that the run continues for as long
 * again. It then decides nothing before 6·(3z/κ)² losses (2,110 with the defaults); from there on a flat loss passes
 * the rule.
 *
 * A rate that is too high makes the loss rise. If even the upper bound of the fall is negative,
 *
 *     fall_t + z·error_t < 0      the rate is reduced too, with the decision `back-off`,
 *
 * at the earliest after a quarter of the losses that a plateau requires, because a loss with a margin rises in its
 * first hundred updates at any rate. The test runs at every eighth block only, because every test can give a false
 * alarm.
 *
 * The rule contains no absolute number: L → k·L + c changes no decision. σ̂² is half the mean squared difference of
 * successive losses (von Neumann 1941). Means leave out the lowest and the highest eighth of the blocks, so a spike
 * changes nothing. Blocks double in length whenever there are 64: O(1) memory and, on average, O(1) time per
 * iteration.
 *
 * A loss that is not finite (or `null`) leaves the estimates unchanged: decision `skip`.
 *
 * @param options see {@link GrowingHaarOptions}; all are optional
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = growingHaar({ learningRate: 0.1, totalSteps: 1000 });
 * let state = scheduler.init();
 * for (let t = 0; t < 800; t++) state = scheduler.step(state, Math.exp(-t / 50) + 0.1 * Math.sin(t ** 2));
 * state.learningRate < 0.1; // true: the loss has stopped falling
 */
export function growingHaar(options: GrowingHaarOptions = {}): Required<Scheduler<GrowingHaarState>> {
  const resolved = resolveGrowingHaar(options);
  const { learningRate, totalSteps, noiseMultiple, confidence, factor, maxReductions, maxBackOffs } =
    resolved;
  // Without a run length: the number of losses after which a loss without a trend passes the rule.
  const first =
    totalSteps === null ? 6 * ((3 * confidence) / noiseMultiple) ** 2 : resolved.earliest * totalSteps;
  const memory = new BlockMemory();
  const reduced = ({ reductions, backOffs }: GrowingHaarState): number => {
    let rate = learningRate;
    for (let k = 0; k < reductions + backOffs; k++) rate *= factor;
    return rate;
  };
  const whole = fromRun<GrowingHaarState>({
    name: 'growing-haar',
    init: () => ({
      scheduler: 'growing-haar',
      version: 1,
      options: resolved,
      iteration: 0,
      learningRate,
      decision: 'hold',
      trend: null,
      threshold: null,
      noise: null,
      reductions: 0,
      backOffs: 0,
      skipped: 0,
      firstLoss: null,
      lastChange: 0,
      ...BlockMemory.empty,
    }),
    options: resolved,
    fields: {
      skipped: count((state) => state.iteration),
      reductions: count(() => maxReductions),
      backOffs: count(() => maxBackOffs),
      learningRate: equal(reduced),
      firstLoss: nullWhile((state) => usable(state) === 0, finite),
      lastChange: finite,
      trend: nullWhile(isTooEarly, finite),
      threshold: nullWhile(isTooEarly, finite),
      noise: nullWhile(isTooEarly, finite),
      ...blockFields<GrowingHaarState>((state) =>
        state.reductions + state.backOffs === 0 ? usable(state) : null,
      ),
    } satisfies Fields<GrowingHaarState>,
    reason: (state) => reasonOf(resolved, state),
    run(state, losses, rates) {
      memory.load(state);
      memory.latest = state.lastChange;
      let {
        learningRate: rate,
        trend,
        threshold,
        noise,
        reductions,
        backOffs,
        skipped,
        firstLoss,
        decision,
      } = state;
      for (let i = 0; i < losses.length; ) {
        // Decisions happen only at the end of a block.
        const from = i;
        if (firstLoss !== null) i = memory.take(losses, from, firstLoss);
        if (i > from) {
          rates.fill(rate, from, i);
          decision = 'hold';
        } else {
          // The first loss, or an unusable one.
          const loss = losses[i]!;
          const change = loss - (firstLoss ?? 0);
          rates[i++] = rate;
          if (!isFiniteNumber(change * change * headroom)) {
            skipped++;
            decision = 'skip';
            continue;
          }
          firstLoss = loss + 0; // JSON would turn −0 into 0
          memory.begin();
          decision = 'hold';
        }
        if (!memory.endBlock()) continue;
        const view = memory.thirds();
        if (view === null) continue;
        const { fall, third } = view;
        noise = view.noise;
        const error = noise * Math.sqrt(2 / third);
        const left = totalSteps === null ? 3 * third : Math.max(1, totalSteps - (state.iteration + i));
        trend = fall / third + 0;
        // The rule above, solved for the fall.
        threshold = (noiseMultiple * noise) / left - (confidence * error) / third + 0;
        const isLook = memory.losses >= firstLook * first && memory.blocks % lookEvery === 0;
        // A rising loss is not a plateau; the next rise test decides.
        const rises = fall < -confidence * error && backOffs < maxBackOffs;
        if (rises && isLook) {
          backOffs++;
          decision = 'back-off';
        } else if (!rises && memory.losses >= first && trend <= threshold && reductions < maxReductions) {
          reductions++;
          decision = 'reduce';
        } else continue;
        rate *= factor;
        rates[i - 1] = rate;
        memory.load(BlockMemory.empty);
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: resolved,
        iteration: state.iteration + losses.length,
        learningRate: rate,
        decision,
        trend,
        threshold,
        noise,
        reductions,
        backOffs,
        skipped,
        firstLoss,
        lastChange: memory.latest + 0,
        ...memory.state(),
      };
    },
  });
  return {
    ...whole,
    step(state, loss) {
      const { firstLoss } = state;
      const isWithin = firstLoss !== null && state.blockSize + 1 < state.blockSteps;
      const change = isWithin && loss !== null ? loss - firstLoss : Number.NaN;
      const probe = change * change * headroom;
      if (probe - probe !== 0) return whole.step(state, loss);
      // Within a block nothing is decided. One object literal costs a third of a run over one loss.
      const difference = change - state.lastChange;
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: resolved,
        iteration: state.iteration + 1,
        learningRate: state.learningRate,
        decision: 'hold',
        trend: state.trend,
        threshold: state.threshold,
        noise: state.noise,
        reductions: state.reductions,
        backOffs: state.backOffs,
        skipped: state.skipped,
        firstLoss,
        lastChange: change + 0,
        blockSteps: state.blockSteps,
        blockSize: state.blockSize + 1,
        blockSum: state.blockSum + change + 0,
        blockSquares: state.blockSquares + difference * difference,
        sums: state.sums,
        squares: state.squares,
      };
    },
  };
}

/** Blocks between two rise tests, and the first test as a share of the losses that a plateau requires. */
const lookEvery = 8;
const firstLook = 0.25;

/** Losses that went into the blocks. */
const usable = ({ iteration, skipped }: GrowingHaarState): number => iteration - skipped;

const isTooEarly = (state: GrowingHaarState): boolean => usable(state) < BlockMemory.fewest;

function reasonOf({ totalSteps }: ResolvedGrowingHaar, state: GrowingHaarState): string {
  const { decision, trend, threshold, noise } = state;
  if (decision === 'skip') return 'the loss cannot be used; everything left as it was';
  if (trend === null) return 'too few losses to say anything';
  const moves = trend < 0 ? `rising by ${short(-trend)}` : `falling by ${short(trend)}`;
  const seen = `${moves} an iteration, plateau at or below ${short(threshold)}, noise ${short(noise)}`;
  if (decision === 'back-off') return `the rate is too high: the loss rises (${seen})`;
  if (decision !== 'reduce') return seen;
  const end = totalSteps === null ? 'as many iterations again' : 'the rest of the run';
  return `the loss has stopped falling: ${end} would bring less than the noise hides (${seen})`;
}
