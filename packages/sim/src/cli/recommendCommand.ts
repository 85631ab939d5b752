import { extrapolations, modelCautions, patienceCaution, refusal } from '../lossModel/cautions.js';
import type { LossModel } from '../lossModel/lossModel.js';
import { type Recommendation, recommend } from '../lossModel/recommend.js';
import { parseSetting } from '../schedulers/chooseSchedulers.js';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import type { SchedulerEntry } from '../schedulers/schedulerEntry.js';
import { effectiveOptions } from '../schedulers/schedulerEntry.js';
import { configurationAt, configurationCount, type Given, variedAt } from '../sweep/variation.js';
import { parseVary, variationsOf } from '../sweep/variationsOf.js';
import { Failure, usageFailure } from './failure.js';
import { readModel } from './modelFile.js';
import { progressLine } from './progress.js';
import { type Advice, recommendText } from './recommendText.js';
import { contextOfModel, type SimulateFlags, simulationSettings } from './simulateCommand.js';
import { integer, orUsage } from './sweepFlags.js';

export interface RecommendFlags extends Omit<SimulateFlags, 'scheduler' | 'report' | 'figure'> {
  readonly scheduler?: string;
  readonly vary?: readonly string[];
  readonly top?: string;
}

/** More simulations than this are refused: a sweep over the recorded losses costs a thousandth. */
const mostCandidates = 10_000;

/** `fastface recommend model.json`: which options would have done best under the model. */
export async function recommendCommand(file: string, flags: RecommendFlags): Promise<void> {
  const settings = simulationSettings(flags, 8);
  const top = flags.top === undefined ? 10 : integer('--top', flags.top, 1);
  const model = await readModel(file);
  const context = contextOfModel(model, flags.totalSteps);
  const { totalSteps } = context;
  const { entry, configurations } = chosen(flags);
  const candidates = configurations.map(({ given, varied }) => ({
    varied,
    options: effectiveOptions(entry, given, context),
    scheduler: orUsage(`${entry.name}: `, () => entry.make(given, context)),
  }));
  for (const { scheduler } of candidates) {
    const refused = refusal(model, totalSteps, scheduler.init().learningRate);
    if (refused) throw new Failure(`${file}: ${refused}; fit it to longer runs, or to such rates`, 1);
  }
  const progress = progressLine(`simulating ${candidates.length} configurations`);
  const ranking = recommend(model, candidates, { ...settings, totalSteps, onProgress: progress.update });
  // Every other assumption ranks the ten best anew.
  const alternatives = model.alternatives.map(({ name, law }) => {
    const best = ranking.slice(0, 10).map((one) => candidates.find(({ varied }) => varied === one.varied)!);
    const other = { ...model, variants: [{ law, weight: 1 }] };
    return { name, varied: recommend(other, best, { ...settings, totalSteps })[0]!.varied };
  });
  progress.done();
  const advice: Advice = {
    scheduler: entry.name,
    totalSteps,
    seeds: settings.seeds!,
    ranking,
    alternatives,
    cautions: cautionsOf(model, ranking, candidates),
  };
  if (flags.json) console.log(JSON.stringify(toJson(file, advice), null, 2));
  else console.log(recommendText(advice, top).join('\n'));
}

interface Configuration {
  readonly given: Given;
  readonly varied: Given;
}

/** The configurations asked for; without a wish, what usually matters. */
function chosen({ scheduler = defaultScheduler, vary, set = [] }: RecommendFlags): {
  readonly entry: SchedulerEntry;
  readonly configurations: readonly Configuration[];
} {
  const wishes = (vary ?? []).map((text) => orUsage('invalid --vary: ', () => parseVary(text)));
  const fixed = set.map((text) => orUsage('', () => parseSetting(text)));
  const variation = orUsage('', () => variationsOf([scheduler], wishes, fixed, null))[0]!;
  const { entry } = variation;
  if (vary === undefined) {
    const usual = usualConfigurations(entry, variation.fixed);
    return {
      entry,
      configurations: usual.map((varied) => ({ varied, given: { ...variation.fixed, ...varied } })),
    };
  }
  const count = configurationCount(variation);
  if (count > mostCandidates)
    throw usageFailure(
      `${count} configurations are more than ${mostCandidates}: vary less, or use fastface sweep`,
    );
  return {
    entry,
    configurations: Array.from({ length: count }, (_, i) => ({
      varied: variedAt(variation, i),
      given: configurationAt(variation, i),
    })),
  };
}

/**
 * What most schedulers hang on, about what they have by default: when a plateau is found (noise, patience, threshold,
 * smoothing; both smoothings are alike) and how much of the run is annealed at least.
 */
function usualConfigurations({ name, options }: SchedulerEntry, fixed: Given): Given[] {
  const usual = (option: string) => {
    const value = options.find((one) => one.name === option)?.default;
    return typeof value === 'number' && fixed[option] === undefined ? value : null;
  };
  let found: Given[] = [{}];
  const vary = (choices: readonly Given[]) => {
    found = found.flatMap((one) => choices.map((choice) => ({ ...one, ...choice })));
  };
  const [patience, threshold, alpha, beta] = ['patienceFraction', 'threshold', 'alpha', 'beta'].map(usual);
  const noiseMultiple = usual('noiseMultiple');
  if (patience !== null && fixed.patience === undefined)
    vary([0.02, 0.03, 0.05, 0.08].map((patienceFraction) => ({ patienceFraction })));
  if (noiseMultiple !== null) vary([0.5, 1, 2].map((factor) => ({ noiseMultiple: factor * noiseMultiple })));
  if (options.some((one) => one.name === 'lastShare') && fixed.lastShare === undefined)
    vary([0.05, 0.1, 0.2, 0.3].map((lastShare) => ({ lastShare })));
  if (threshold !== null) vary([0.5, 1, 2].map((factor) => ({ threshold: factor * threshold! })));
  if (alpha !== null && beta !== null)
    vary([0.5, 1, 2].map((factor) => ({ alpha: factor * alpha!, beta: factor * beta! })));
  if (found.length > 1) return found;
  throw usageFailure(`what should differ? --vary says which options of ${name}, as in --vary factor=0.3,0.5`);
}

function cautionsOf(
  model: LossModel,
  ranking: readonly Recommendation[],
  candidates: readonly { readonly options: Given }[],
): string[] {
  const patiences = candidates.flatMap(({ options }) => patienceCaution(model, options) ?? []);
  return [
    ...modelCautions(model),
    ...extrapolations(model, ranking[0]!.simulation).map((text) => `the first one extrapolates: ${text}`),
    ...(patiences.length > 0
      ? [`${patiences.length} of ${candidates.length} configurations: ${patiences[0]}`]
      : []),
  ];
}

function toJson(model: string, { ranking, ...advice }: Advice) {
  return {
    model,
    ...advice,
    ranking: ranking.map(({ varied, summary: { cuts, count, finalLoss }, worseIn, tied }) => ({
      varied,
      changes: count,
      first: cuts[0]?.step ?? null,
      last: cuts.at(-1)?.step ?? null,
      finalLoss,
      worseIn,
      tied,
    })),
  };
}
