import { extrapolations, modelCautions, patienceCaution, refusal } from '../lossModel/cautions.js';
import type { LossModel } from '../lossModel/lossModel.js';
import { type SimulateOptions, simulate } from '../lossModel/simulate.js';
import { summarize } from '../lossModel/summary.js';
import type { ChosenScheduler } from '../schedulers/chooseSchedulers.js';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import type { SchedulerContext } from '../schedulers/schedulerEntry.js';
import { typedCommand } from './commandLine.js';
import { Failure } from './failure.js';
import { readModel } from './modelFile.js';
import { pictureFormat } from './pictures.js';
import { progressLine } from './progress.js';
import { chooseSchedulers } from './settings.js';
import { type SimulatedScheduler, simulateText } from './simulateText.js';
import { integer } from './sweepFlags.js';

export interface SimulateFlags {
  readonly scheduler?: readonly string[];
  readonly set?: readonly string[];
  readonly seeds?: string;
  readonly firstSeed?: string;
  readonly totalSteps?: string;
  readonly fromStart?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly figure?: readonly string[];
}

/** `fastface simulate model.json`: what schedulers would do with the model in the loop. */
export async function simulateCommand(file: string, flags: SimulateFlags): Promise<void> {
  for (const figure of flags.figure ?? []) pictureFormat(figure);
  const settings = simulationSettings(flags, 16);
  const model = await readModel(file);
  const context = contextOfModel(model, flags.totalSteps);
  const chosen = chooseSchedulers(flags.scheduler ?? [defaultScheduler], flags.set ?? [], context);
  const { totalSteps } = context;
  const shown = chosen.map((one) => simulateScheduler(file, model, one, { ...settings, totalSteps }));
  const cautions = [...new Set([...modelCautions(model), ...shown.flatMap((one) => one.cautions)])];
  const { report, figure: figures = [] } = flags;
  if (report !== undefined || figures.length > 0) {
    const { writeSimulationPictures } = await import('./modelPictures.js');
    await writeSimulationPictures(model, shown, cautions, report, figures, typedCommand());
  }
  if (flags.json)
    console.log(JSON.stringify({ model: file, cautions, schedulers: shown.map(toJson) }, null, 2));
  else console.log(simulateText(model, shown, cautions).join('\n'));
}

/** What `--seeds`, `--first-seed` and `--from-start` say. */
export function simulationSettings(
  flags: Pick<SimulateFlags, 'seeds' | 'firstSeed' | 'fromStart'>,
  seeds: number,
): Omit<SimulateOptions, 'totalSteps'> {
  return {
    seeds: flags.seeds === undefined ? seeds : integer('--seeds', flags.seeds, 1, 10_000),
    firstSeed: flags.firstSeed === undefined ? 1 : integer('--first-seed', flags.firstSeed, 0, 2 ** 31),
    fromRecord: flags.fromStart !== true,
  };
}

/** The rate and the length that the model's runs have, where the user says nothing else. */
export const contextOfModel = ({ baseRate, fitted }: LossModel, totalSteps?: string): SchedulerContext => ({
  learningRate: baseRate,
  totalSteps:
    totalSteps === undefined ? fitted.iterations : integer('--total-steps', totalSteps, 1, 200_000_000),
});

/** Simulates one scheduler, and again with each of the model's other assumptions. */
export function simulateScheduler(
  file: string,
  model: LossModel,
  { scheduler, options }: ChosenScheduler,
  settings: SimulateOptions,
): SimulatedScheduler {
  const refused = refusal(model, settings.totalSteps, scheduler.init().learningRate);
  if (refused) throw new Failure(`${file}: ${refused}; fit it to longer runs, or to such rates`, 1);
  const progress = progressLine(`simulating ${scheduler.name}`);
  const simulation = simulate(model, scheduler, { ...settings, onProgress: progress.update });
  const summary = summarize(simulation);
  const alternatives = model.alternatives.map(({ name, law }) => {
    const other = { ...model, variants: [{ law, weight: 1 }] };
    const { finalLoss, count } = summarize(simulate(other, scheduler, settings));
    return { name, finalLoss, count };
  });
  progress.done();
  const patience = patienceCaution(model, options);
  const beyond = extrapolations(model, simulation).map((text) => `${scheduler.name} extrapolates: ${text}`);
  const cautions = [...beyond, ...(patience === null ? [] : [`${scheduler.name}: ${patience}`])];
  return { simulation, summary, options, cautions, alternatives };
}

function toJson({ simulation, summary, options, cautions, alternatives }: SimulatedScheduler) {
  const { scheduler, totalSteps, firstStep, recorded, recordedFile, runs } = simulation;
  return {
    scheduler,
    options,
    totalSteps,
    firstStep,
    recorded: { iterations: recorded, file: recordedFile },
    ...summary,
    cautions,
    alternatives,
    runs: runs.map(({ seed, variant, changes, finalLoss }) => ({
      seed,
      variant,
      finalLoss,
      changes: changes.length > 1000 ? changes.length : changes,
    })),
  };
}
