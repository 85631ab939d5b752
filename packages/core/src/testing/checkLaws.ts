import * as fc from 'fast-check';
import type { Loss, Scheduler } from '../scheduler.js';
import { type Law, schedulerLaws } from './laws.js';
import { anyLosses, withUnusable } from './losses.js';

/** Options of a check. */
export interface CheckOptions {
  /** Random runs per law. Default 100. */
  readonly runs?: number;
  /** Seed of the random runs, to reproduce a report. Default 1. */
  readonly seed?: number;
  /** Losses to try. Default: every shape of this module, some of them with NaN, infinities and null. */
  readonly losses?: fc.Arbitrary<readonly Loss[]>;
  /** Names of laws that this scheduler is known to break. */
  readonly except?: readonly string[];
}

/** Result for one law. */
export interface LawReport {
  readonly law: string;
  readonly statement: string;
  readonly holds: boolean;
  /** Number of random runs. */
  readonly runs: number;
  /** The smallest counterexample found, and how it breaks the law; null if the law holds. */
  readonly counterexample: {
    readonly losses: readonly Loss[];
    readonly cut: number;
    readonly violation: string;
  } | null;
}

/**
 * Checks every law on random losses, shrinks counterexamples, and reports each law by name.
 *
 * @param scheduler the scheduler, or a fast-check arbitrary of schedulers (over random options)
 * @param options see {@link CheckOptions}
 * @example
 * checkLaws(fastface({ learningRate: 0.1, patience: 5, threshold: 0.01 })).every(({ holds }) => holds); // true
 */
export function checkLaws(
  scheduler: Scheduler | fc.Arbitrary<Scheduler>,
  options: CheckOptions = {},
): LawReport[] {
  const {
    runs = 100,
    seed = 1,
    losses = fc.oneof(anyLosses(), withUnusable(anyLosses())),
    except = [],
  } = options;
  const schedulers = scheduler instanceof fc.Arbitrary ? scheduler : fc.constant(scheduler);
  return schedulerLaws
    .filter(({ name }) => !except.includes(name))
    .map((law) => checkLaw(law, schedulers, losses, runs, seed));
}

function checkLaw(
  law: Law,
  schedulers: fc.Arbitrary<Scheduler>,
  losses: fc.Arbitrary<readonly Loss[]>,
  numRuns: number,
  seed: number,
): LawReport {
  const violated = (scheduler: Scheduler, values: readonly Loss[], place: number) => {
    try {
      return law.violation(scheduler, values, place % (values.length + 1));
    } catch (error) {
      return `threw ${String(error)}`;
    }
  };
  const property = fc.property(
    schedulers,
    losses,
    fc.nat(),
    (s, values, place) => violated(s, values, place) === null,
  );
  const { failed, counterexample, numRuns: made } = fc.check(property, { numRuns, seed });
  const report = { law: law.name, statement: law.statement, holds: !failed, runs: made };
  if (!counterexample) return { ...report, counterexample: null };
  const [smallest, values, place] = counterexample;
  const violation =
    violated(smallest, values, place) ?? 'only now and then: the scheduler keeps state outside its state';
  return { ...report, counterexample: { losses: values, cut: place % (values.length + 1), violation } };
}

/**
 * Throws an Error that names every broken law with its smallest counterexample; for use in any test runner.
 *
 * @param scheduler the scheduler, or an arbitrary of schedulers
 * @param options see {@link CheckOptions}
 * @example
 * assertLaws(fromSchedule((t) => 1 / (1 + t)), { except: ['skips'] });
 */
export function assertLaws(scheduler: Scheduler | fc.Arbitrary<Scheduler>, options: CheckOptions = {}): void {
  const broken = checkLaws(scheduler, options).filter(({ holds }) => !holds);
  if (broken.length === 0) return;
  const lines = broken.map(({ law, statement, counterexample }) =>
    [
      `${law} (${statement})`,
      counterexample?.violation,
      `losses ${JSON.stringify(counterexample?.losses)}`,
      `cut ${counterexample?.cut}`,
    ].join('\n  '),
  );
  throw new Error(`scheduler laws broken:\n${lines.join('\n')}`);
}
