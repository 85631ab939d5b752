import type { ResolvedOptions } from './fastfaceOptions.js';
import {
  type CascadeState,
  cascadeFields,
  fastfaceReason,
  initialState,
  isFiniteNumber,
  usableLosses,
} from './fastfaceState.js';
import { equal, type Fields, finite, list } from './field.js';
import { fromRun } from './fromRun.js';
import { HaarRing } from './haarRing.js';
import { Patience } from './patience.js';
import type { Scheduler } from './scheduler.js';

/** State of the cascade form with a Haar kernel wider than 1. */
export interface WideState extends CascadeState {
  /** The latest decreases of the smoothed loss, up to 2w − 1 of them, as a ring. */
  readonly decreases: readonly number[];
  /** Decreases seen since the first loss, which places the ring's oldest entry. */
  readonly decreasesSeen: number;
  /** Sums of the newest w decreases, of the w before them, and of the kernel: see HaarRing. */
  readonly sums: readonly number[];
}

/** FastFace with a Haar kernel of half-width w > 1: see `fastface`. A step copies the ring; a run does not. */
export function fastfaceWide(options: ResolvedOptions): Required<Scheduler<WideState>> {
  const { alpha, beta, threshold, haarWidth } = options;
  const patience = new Patience(options);
  return fromRun<WideState>({
    name: 'fastface',
    init: () => ({
      ...initialState('fastface', options),
      firstLoss: null,
      smoothedChange: 0,
      decreases: [],
      decreasesSeen: 0,
      sums: [0, 0, 0],
    }),
    options,
    fields: {
      ...cascadeFields(options, 2 * haarWidth),
      decreasesSeen: equal((state) => Math.max(usableLosses(state) - 1, 0)),
      decreases: list(finite, (state) => Math.min(state.decreasesSeen, 2 * haarWidth - 1)),
      sums: list(finite, () => 3),
    } satisfies Fields<WideState>,
    reason: (state) => fastfaceReason(options, state),
    run(state, losses, rates) {
      patience.load(state);
      const ring = new HaarRing(haarWidth, state.decreases, state.decreasesSeen, state.sums);
      let { firstLoss, smoothedChange, trend, learningRate: rate, skipped } = state;
      let usable = true;
      for (let i = 0; i < losses.length; i++) {
        const loss = losses[i]!;
        const decrease: number = alpha * (smoothedChange - (loss - (firstLoss ?? loss)));
        // Later sums reach at most 2w·|decrease|: refuse a loss that would overflow them.
        usable = isFiniteNumber(decrease * 4 * haarWidth);
        if (!usable) skipped++;
        else if (firstLoss === null) firstLoss = loss + 0;
        else {
          smoothedChange -= decrease;
          const change = ring.push(decrease + 0);
          if (change !== null) {
            trend = trend === null ? change + 0 : trend + beta * (change - trend);
            rate = patience.observe(trend < threshold);
          }
        }
        rates[i] = rate;
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + losses.length,
        learningRate: rate,
        decision: usable ? patience.decision : 'skip',
        trend,
        stationarySteps: patience.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
        skipped,
        firstLoss,
        smoothedChange,
        decreases: ring.values,
        decreasesSeen: ring.seen,
        sums: ring.sums(),
      };
    },
  });
}
