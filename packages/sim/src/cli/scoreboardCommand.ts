import { type Case, cases, commandCases, findCase } from '../scoreboard/cases.js';
import type { Contestant } from '../scoreboard/contestant.js';
import { patienceOf, scoreboardContestants } from '../scoreboard/contestants.js';
import { score } from '../scoreboard/score.js';
import { asFailure, usageFailure } from './failure.js';
import { progressLine } from './progress.js';
import { type CaseScores, scoreboardText } from './scoreboardText.js';
import { integer } from './sweepFlags.js';

export interface ScoreboardFlags {
  readonly scheduler?: readonly string[];
  readonly set?: readonly string[];
  readonly case?: readonly string[];
  readonly seeds?: string;
  readonly steps?: string;
  readonly json?: boolean;
}

const defaults = ['fastface-steps', 'fastface', 'dlib-slope', 'pytorch-reduce-on-plateau'];
/** Patience is a twentieth of the run: fewer iterations leave nothing to decide with. */
const leastSteps = 100;
/** A run is held as doubles, twice. */
const mostSteps = 10_000_000;

/** `fastface scoreboard`: false alarms and detection delay on made-up losses whose plateaus are known. */
export function scoreboardCommand(flags: ScoreboardFlags): void {
  const steps = integer('--steps', flags.steps ?? '10000', leastSteps, mostSteps);
  const seeds = integer('--seeds', flags.seeds ?? '100', 1, 100_000);
  const chosen = flags.case === undefined ? commandCases : flags.case.map(caseOf);
  const contestants = contestantsOf(flags.scheduler ?? defaults, flags.set ?? [], steps);
  const progress = progressLine('scoring');
  let done = 0;
  const results = chosen.map((one): CaseScores => {
    const onRun = () => progress.update(++done / (chosen.length * seeds));
    return { case: one, scores: score(contestants, one, { steps }, seeds, onRun) };
  });
  progress.done();
  console.log(
    flags.json
      ? JSON.stringify(toJson(contestants, results, steps, seeds), null, 2)
      : scoreboardText(contestants, results, steps, seeds),
  );
}

function contestantsOf(names: readonly string[], settings: readonly string[], steps: number): Contestant[] {
  try {
    return scoreboardContestants(names, settings, steps);
  } catch (error) {
    throw asFailure(error, usageFailure);
  }
}

function caseOf(name: string): Case {
  const found = findCase(name);
  if (found) return found;
  throw usageFailure(`unknown case: ${name} (expected ${cases.map((one) => one.name).join(', ')})`);
}

function toJson(
  contestants: readonly Contestant[],
  results: readonly CaseScores[],
  steps: number,
  seeds: number,
) {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    steps,
    seeds,
    patience: patienceOf(steps),
    schedulers: contestants.map(({ name, setUp, options }, i) => ({
      scheduler: name,
      setUp,
      options,
      cases: results.map(({ case: { name: one }, scores }) => {
        const { runs, falsePercent, foundPercent, medianDelay, lateDelay } = scores[i]!;
        return {
          case: one,
          runs,
          falsePercent,
          foundPercent,
          medianDelay: finite(medianDelay),
          lateDelay: finite(lateDelay),
        };
      }),
    })),
  };
}
