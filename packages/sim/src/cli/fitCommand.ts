import pc from 'picocolors';
import { modelCautions } from '../lossModel/cautions.js';
import { findEpochLength } from '../lossModel/findEpochLength.js';
import { findings } from '../lossModel/findings.js';
import { fitLossModel } from '../lossModel/fitLossModel.js';
import { shownRun } from '../lossModel/fitReport.js';
import { type Law, lawNames } from '../lossModel/lossModel.js';
import {
  alignStarts,
  firstRecords,
  lengthOf,
  type ModelTrace,
  strideOfTrace,
} from '../lossModel/modelTrace.js';
import { typedCommand } from './commandLine.js';
import { asFailure, inputFailure, usageFailure } from './failure.js';
import { type FitOutcome, fitText } from './fitText.js';
import { writeModel } from './modelFile.js';
import { type ReadRun, readRun, type TraceFlags } from './modelTraces.js';
import { pictureFormat } from './pictures.js';
import { progressLine } from './progress.js';
import { integer } from './sweepFlags.js';

export interface FitFlags extends TraceFlags {
  readonly output: string;
  readonly law?: string;
  readonly epochLength?: string;
  readonly memoryPower?: string;
  readonly until?: string;
  readonly test?: readonly string[];
  readonly json?: boolean;
  readonly report?: string;
  readonly figure?: readonly string[];
}

/** `fastface fit TRACE… -o model.json`: a model of the loss as a function of the learning rates so far. */
export async function fitCommand(files: readonly string[], flags: FitFlags): Promise<void> {
  for (const figure of flags.figure ?? []) pictureFormat(figure);
  const outcome = await fit(files, flags);
  await writeModel(flags.output, outcome.model);
  const { report, figure: figures = [] } = flags;
  if (report !== undefined || figures.length > 0) {
    const { writeFitPictures } = await import('./modelPictures.js');
    await writeFitPictures(outcome, report, figures, typedCommand());
  }
  if (flags.json) console.log(JSON.stringify(toJson(outcome, flags.output), null, 2));
  else console.log([...fitText(outcome), '', pc.bold(`model: ${flags.output}`)].join('\n'));
}

async function fit(files: readonly string[], flags: FitFlags): Promise<FitOutcome> {
  const law = chosenLaw(flags.law);
  const memoryPower = chosenPower(flags.memoryPower);
  const { epochLength: wish } = flags;
  if (law !== 'spectral' && (memoryPower !== undefined || (wish !== undefined && Number(wish) !== 0)))
    throw usageFailure(
      `--epoch-length and --memory-power are for the spectral law: ${law} knows of no epochs`,
    );
  const read: ReadRun[] = [];
  for (const file of [...files, ...(flags.test ?? [])]) read.push(await readRun(file, flags));
  const epoch = law === 'spectral' ? chosenEpoch(read.slice(0, files.length), wish) : noEpochs(read, law);
  const traces = alignStarts(read.map(({ trace }) => trace));
  const fitted = traces.map((trace, i) => (i < files.length ? recordsUntil(trace, flags.until) : 0));
  const parts = traces.slice(0, files.length).map((trace, i) => firstRecords(trace, fitted[i]!));
  const progress = progressLine(`fitting ${law}`);
  const model = ofLogs(files, () =>
    fitLossModel(parts, {
      law,
      epochLength: epoch.length,
      ...(memoryPower === undefined ? {} : { memoryPower }),
      onProgress: progress.update,
    }),
  );
  progress.done();
  const warmups = traces.flatMap(({ file, warmup }) =>
    warmup > 0 ? [`${file}: the first ${warmup} iterations are a warm-up and left out`] : [],
  );
  return {
    model,
    runs: traces.map((trace, i) => shownRun(model, trace, fitted[i]!)),
    notes: [...warmups, ...epoch.notes, ...modelCautions(model)],
  };
}

/** What cannot be fitted is told of the logs. */
function ofLogs<Value>(files: readonly string[], make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw asFailure(error, inputFailure(files.join(', ')));
  }
}

function chosenLaw(text: string = 'spectral'): Law['law'] {
  const law = lawNames.find((name) => name === text);
  if (law) return law;
  throw usageFailure(`invalid --law: ${text} (expected ${lawNames.join(', ')})`);
}

function chosenPower(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const power = Number(text);
  if (text.trim() !== '' && power >= 0 && power <= 4) return power;
  throw usageFailure(`invalid --memory-power: ${text} (expected a number from 0 to 4)`);
}

/** What a law without epochs is told of them. */
const noEpochs = (runs: readonly ReadRun[], law: Law['law']) => ({
  length: null,
  notes: runs.some(({ segment }) => segment.epochLength !== undefined)
    ? [`the log tells of epochs, of which ${law} knows nothing; --law spectral has them`]
    : [],
});

/** As the user says, or the log's header; drops that come round are pointed out only. */
function chosenEpoch(
  runs: readonly ReadRun[],
  text: string | undefined,
): { readonly length: number | null; readonly notes: readonly string[] } {
  // What comes round within two records cannot be seen.
  const least = 2 * Math.max(...runs.map(({ trace }) => strideOfTrace(trace)));
  if (text !== undefined) {
    const length = integer('--epoch-length', text, 0);
    if (length > 0 && length < least)
      throw usageFailure(
        `invalid --epoch-length: ${text} (two records are ${least} iterations, and what comes round more often cannot be seen in them; 0 leaves epochs out)`,
      );
    return { length: length === 0 ? null : length, notes: [] };
  }
  const told = runs.find(({ segment }) => segment.epochLength !== undefined)?.segment.epochLength;
  if (told !== undefined && told < least)
    return {
      length: null,
      notes: [`epochs of ${told} iterations, as the log says, cannot be seen in its records: left out`],
    };
  if (told !== undefined)
    return {
      length: told,
      notes: [`epochs of ${told} iterations, as the log says; --epoch-length 0 leaves them out`],
    };
  const found = runs.map(({ trace }) => findEpochLength(trace)).find((length) => length !== null);
  if (found === undefined || found === null) return { length: null, notes: [] };
  return {
    length: null,
    notes: [
      `the loss drops every ${found} iterations or so, as at the ends of epochs: --epoch-length says how long they are`,
    ],
  };
}

/** Records within a first number, or share, of the iterations. */
function recordsUntil(trace: ModelTrace, text: string | undefined): number {
  if (text === undefined) return trace.steps.length;
  const value = Number(text.replaceAll('_', ''));
  if (!(value > 0))
    throw usageFailure(`invalid --until: ${text} (expected a share such as 0.6, or iterations)`);
  const last = trace.firstStep - 1 + (value <= 1 ? value * lengthOf(trace) : value);
  const count = trace.steps.filter((step) => step <= last).length;
  if (count < 8)
    throw usageFailure(
      `invalid --until: ${text} (it leaves ${count} records of ${trace.file}; 8 are the least)`,
    );
  return count;
}

function toJson({ model, runs, notes }: FitOutcome, output: string) {
  const { baseRate, epochLength, noise, fitted, variants, alternatives } = model;
  return {
    model: output,
    law: variants[0]!.law.law,
    baseRate,
    epochLength,
    noise,
    fitted,
    variants: variants.length,
    findings: findings(model),
    alternatives: alternatives.map(({ name, misfit }) => ({ name, misfit })),
    runs: runs.map(({ trace, fitted: records, inSample, heldOut }) => ({
      file: trace.file,
      records: trace.steps.length,
      fitted: records,
      inSample,
      heldOut,
    })),
    notes,
  };
}
