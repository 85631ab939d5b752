import { short } from './fastfaceState.js';
import { equal, type Fields, finite, list, record } from './field.js';
import { fromRun } from './fromRun.js';
import { type MovingHaarOptions, resolveMovingHaar } from './movingHaarOptions.js';
import {
  initialMovingHaar,
  type MovingHaarBaseState,
  MovingHaarPatience,
  movingHaarFields,
} from './movingHaarPatience.js';
import { MovingHaarRings, type MovingHaarRingsState } from './movingHaarRings.js';
import type { Scheduler } from './scheduler.js';

/** State of {@link movingHaar}: 2·window numbers and the common fields. */
export interface MovingHaarState extends MovingHaarBaseState {
  readonly rings: MovingHaarRingsState;
}

/**
 * Moving Haar (MHLR), the first version of the paper, from which the published training logs come. With m = window:
 *
 *     A_t = mean(L_{t−m+1} … L_t),  t ≥ m
 *     H_t = (1/m)·( Σ of the first floor(m/2) − Σ of the rest of A_{t−m} … A_{t−1} ),  t ≥ 2m
 *
 * Stationary when H_t < threshold. On the (patience + 1)-th stationary iteration in a row the rate is multiplied by
 * `factor`; after `restartAfter` reductions in one stationary stretch, by `restartFactor` instead. For odd m the
 * newer side of the kernel is one longer. This gives a bias of −A/m, so H depends on the level of the loss. The bias
 * is part of the method and visible in the recorded runs.
 *
 * Running sums, recomputed once per revolution of the ring, make it O(1) per iteration. A step copies the rings (2m
 * numbers); `learningRates` and `changes` do not. A loss that is not finite (or `null`) is ignored: decision `skip`.
 *
 * @param options see {@link MovingHaarOptions}; `window` or `totalSteps` is needed
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = movingHaar({ learningRate: 0.02, totalSteps: 165_435 }); // window 2481, patience 4962
 * scheduler.init().learningRate; // 0.02
 * @see arXiv 2404.11118v1; {@link movingHaarNaive} is the definition, recomputed
 */
export function movingHaar(options: MovingHaarOptions): Required<Scheduler<MovingHaarState>> {
  const name = 'moving-haar';
  const resolved = resolveMovingHaar(name, options);
  const { threshold, window } = resolved;
  const patience = new MovingHaarPatience(resolved);
  return fromRun<MovingHaarState>({
    name,
    init: () => ({ ...initialMovingHaar(name, resolved), rings: MovingHaarRings.empty }),
    options: resolved,
    fields: {
      ...movingHaarFields(resolved),
      rings: record<MovingHaarState>({
        seen: equal((state) => state.iteration - state.skipped),
        origin: finite,
        losses: list(finite, ({ rings }) => Math.min(rings.seen, window)),
        averages: list(finite, ({ rings }) => Math.min(Math.max(rings.seen - window, 0), window)),
        lossSum: finite,
        olderSum: finite,
        newerSum: finite,
      }),
    } satisfies Fields<MovingHaarState>,
    reason: (state) =>
      `H ${short(state.trend)}, stationary below ${short(threshold)}, patience ${resolved.patience} iterations`,
    run(state, losses, rates) {
      patience.load(state);
      const rings = new MovingHaarRings(window, state.rings);
      let { trend, skipped, learningRate: rate } = state;
      let usable = true;
      for (let i = 0; i < losses.length; i++) {
        const loss = losses[i]!;
        usable = rings.accepts(loss);
        if (!usable) skipped++;
        else {
          trend = rings.push(loss);
          if (trend !== null) rate = patience.observe(trend < threshold);
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
        streak: patience.streak,
        skipped,
        rings: rings.state(),
      };
    },
  });
}
