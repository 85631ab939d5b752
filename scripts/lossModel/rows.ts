import { fastface, fastfaceSteps } from '@fastface/core';
import { faceRecognition } from './faceRecognition.js';
import { languageModel } from './languageModels.js';
import { type LiveResult, live } from './live.js';
import { median } from './median.js';
import { type Maker, type OpenLoop, openLoop } from './openLoop.js';
import { tasks } from './tasks.js';

/** One line of the table: a figure with what it should reach. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: '%' | '';
  /** Where larger is better, the bounds are lower ones. */
  readonly better: 'smaller' | 'larger';
  /** Null where only the ambitious column asks for something. */
  readonly good: number | null;
  readonly ambitious: number;
  /** How far another run of the same script may be from it, as a share. */
  readonly tolerance: number;
  /** What is to be said of it. */
  readonly note: string;
}

const percent = (share: number) => 100 * share;
const smaller = { unit: '%', better: 'smaller' } as const;

/** Language models of 25M and 100M parameters. */
export async function languageModelRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of ['25M', '100M'] as const) {
    const { error, r2 } = await languageModel(size, 'split', 'spectral');
    const name = `language model, ${size}: six held-out schedules`;
    rows.push({
      ...smaller,
      name,
      value: percent(error),
      good: 0.22,
      ambitious: 0.14,
      tolerance: 0.1,
      note: 'PredE',
    });
    rows.push({
      name: `${name}, R²`,
      value: r2,
      unit: '',
      better: 'larger',
      good: 0.996,
      ambitious: 0.998,
      tolerance: 0.001,
      note: 'mean over the curves',
    });
  }
  for (const size of ['25M', '100M'] as const) {
    const { error } = await languageModel(size, 'one', 'spectral');
    rows.push({
      ...smaller,
      name: `language model, ${size}: fitted on one step alone, eight held out`,
      value: percent(error),
      good: 0.25,
      ambitious: 0.15,
      tolerance: 0.1,
      note: 'PredE; the runs are up to five times as long as the fitted one',
    });
  }
  return rows;
}

/** The published face-recognition run. */
export async function faceRecognitionRows(): Promise<Row[]> {
  const { inSample, heldOut, lastValue } = await faceRecognition();
  return [
    {
      ...smaller,
      name: 'face recognition: in sample',
      value: percent(inSample),
      good: 2,
      ambitious: 1,
      tolerance: 0.1,
      note: 'median over 500-iteration means',
    },
    {
      ...smaller,
      name: 'face recognition: the last 40 % from the first 60 %',
      value: percent(heldOut),
      good: percent(lastValue) / 2,
      ambitious: 7,
      tolerance: 0.3,
      note: `the last value’s error is ${percent(lastValue).toFixed(0)} %`,
    },
  ];
}

/** Logs on which FastFace cuts, with the length of their epochs where samples come twice. */
const cutLogs = [
  ['fastface_WebFace4M_r100.log', 'mean', 33_087],
  ['insightface_three_runs_nan.log', 'mean', 576],
  ['llmc_gpt2_train.log', 'mean', null],
] as const;

/** Logs with almost no cuts by `fastface-steps`. Their losses fall more slowly than the published threshold almost throughout. */
const levelLogs = ['25M', '100M'].flatMap((size) =>
  ['constant_72000', 'cosine_72000', 'wsd_20000_24000', 'wsdcon_3', 'wsdcon_9'].map(
    (name) => `lr_law/${size}_${name}.csv`,
  ),
);

/** When FastFace would cut at the recorded rates. */
export async function openLoopRows(): Promise<{ rows: Row[]; details: OpenLoop[] }> {
  const both = [fastface as Maker, fastfaceSteps as Maker];
  const details: OpenLoop[] = [];
  for (const [file, kind, epochLength] of cutLogs)
    details.push(...(await openLoop(file, kind, epochLength, both)));
  for (const file of levelLogs)
    details.push(...(await openLoop(file, 'sampled', null, [fastfaceSteps as Maker])));
  const distanceRows = cutLogs.map(([file]): Row => {
    const here = details.filter((one) => one.file === file);
    const distances = here.flatMap((one) => one.distances);
    const apart = percent(median(here.flatMap((one) => one.apart))).toFixed(1);
    return {
      ...smaller,
      name: `when FastFace would cut, at the recorded rates of ${file}`,
      value: percent(median(distances)),
      good: 0.5,
      ambitious: 0.5,
      tolerance: 0.3,
      note: `median distance of ${distances.length} cuts, in % of the run; two seeds of the model differ by ${apart} %`,
    };
  });
  return {
    details,
    rows: [...distanceRows, countRow('fastface', details), countRow('fastface-steps', details)],
  };
}

/** Logs and patiences for which the number of cuts differs; only the ambitious goal requires none. */
function countRow(name: string, all: readonly OpenLoop[]): Row {
  const details = all.filter(({ scheduler }) => scheduler === name);
  const differ = details.filter(({ real, modelled }) => real.length !== modelled.length);
  const among = differ.filter(({ real, counts }) => counts.includes(real.length)).length;
  const chance = differ.length === 0 ? '' : `; in ${among} of these some seeds have the log’s number`;
  return {
    name: `logs and patiences for which the number of ${name} cuts differs`,
    value: differ.length,
    unit: '',
    better: 'smaller',
    good: null,
    ambitious: 0,
    tolerance: 1,
    note: `of ${details.length}${chance}`,
  };
}

/** When FastFace does cut, in real runs. */
export function liveRows(seeds: number, say: (text: string) => void): { rows: Row[]; details: LiveResult[] } {
  const details = tasks.flatMap((task) => live(task, seeds, say));
  const rows = details.map(
    ({ task, fittedOn, patienceFraction, error, floor }): Row => ({
      ...smaller,
      name: `live, ${task}, patience ${percent(patienceFraction)} %, fitted on ${fittedOn}`,
      value: percent(error),
      good: Math.max(5, percent(floor)),
      ambitious: Math.max(1.5, percent(floor) / 2),
      tolerance: 0.5,
      note: `two seeds of the same run differ by ${percent(floor).toFixed(1)} %`,
    }),
  );
  return { rows, details };
}
