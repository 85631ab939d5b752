import { count } from '../numbers.js';
import { type Choice, chooseLoss } from './chooseLoss.js';
import { finish } from './finish.js';
import { Cursor, type Frame, mostSeries } from './frame.js';
import { clocked, numbered } from './frameClock.js';
import { type RateAt, ratesOf } from './frameRates.js';
import { chooseSteps, type StepChoice } from './frameSteps.js';
import { isEpochMean, unsaidTier } from './names.js';
import { noLoss, singleValues, unknownName } from './noLoss.js';
import type { ReadOptions, ReadResult } from './reader.js';
import { SegmentBuilder } from './segmentBuilder.js';

export interface FrameSource {
  readonly file: string;
  readonly format: string;
  readonly frame: Frame;
  readonly options: ReadOptions;
  readonly notes?: readonly string[];
  /** The column of the steps, where the format defines it. */
  readonly stepName?: string;
  readonly plannedSteps?: number | undefined;
  /** The source may be no log at all: without a step, its numbers are no records. */
  readonly isProse?: boolean;
  /** A learning rate in a row of its own holds until the next one, as where it is printed when it changes. */
  readonly ratesHold?: boolean;
}

/** The curve in a table: picks the columns of loss, step and learning rate and cuts the rows into runs. */
export function frameTrace(source: FrameSource): ReadResult {
  const { file, format, frame, options } = source;
  const named = options.loss === undefined ? undefined : frame.named(options.loss);
  if (options.loss !== undefined && !named) return unknownName(file, 'loss', options.loss, frame);
  const loss: Choice | null = named
    ? { name: named.name, parts: [named] }
    : chooseLoss(frame.series, frame.others);
  if (!loss) return noLoss(file, format, frame);
  if (options.step !== undefined && !frame.named(options.step))
    return unknownName(file, 'step', options.step, frame);
  const rate = options.learningRate === undefined ? undefined : frame.named(options.learningRate);
  if (options.learningRate !== undefined && !rate)
    return unknownName(file, 'learning rate', options.learningRate, frame);

  const steps = chooseSteps(frame, loss.parts[0]!, source.stepName ?? options.step);
  const isCounted = steps.series !== null || steps.runs !== null;
  const { kind, rows } = loss.parts[0]!;
  const isUnsaid = kind.kind === 'loss' && kind.tier >= unsaidTier;
  if (!isCounted && options.loss === undefined && (source.isProse || isUnsaid || rows.length < 2))
    return singleValues(file, loss.name, rows.length);
  const notes = [...(source.notes ?? [])];
  if (frame.isFull)
    notes.push(
      `more than ${count(mostSeries)} columns look like losses, rates or steps: only the first are looked at; --loss names another one`,
    );
  const builder = new SegmentBuilder();
  builder.plan(source.plannedSteps);
  const rates = ratesOf(frame, loss.parts[0]!, steps.series, rate, {
    notes,
    hold: source.ratesHold === true,
  });
  const skipped = fill(builder, loss, steps, rates, notes);
  if (skipped > 0) notes.push(`${skipped} losses without a step skipped`);
  if (builder.count === 0) return noLoss(file, format, frame);
  if (builder.count === 1 && skipped > 0 && options.loss === undefined)
    return singleValues(file, loss.name, rows.length);
  if (loss.parts.length > 1) notes.push(`there is no total loss: the sum of ${loss.name} was taken`);
  noteSteps(frame, steps, loss, notes);
  const otherLosses = others(frame, loss);
  const doubt = named ? null : (loss.doubt ?? null);
  return finish({ file, format, lossName: loss.name, otherLosses, doubt, notes, builder });
}

/** Adds every row that has a loss and a step; returns how many had a loss only. */
function fill(
  builder: SegmentBuilder,
  { parts }: Choice,
  steps: StepChoice,
  rateAt: RateAt | null,
  notes: string[],
): number {
  const [first, ...rest] = parts.map((part) => new Cursor(part));
  const { rows } = parts[0]!;
  const stepAt = steps.series ? clocked(builder, steps, rows, notes) : numbered(steps);
  let skipped = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows.at(i);
    let loss = first!.at(row)!;
    for (const part of rest) loss += part.at(row) ?? NaN;
    const step = stepAt(row);
    if (step === null) continue;
    if (!builder.add(step, loss, rateAt?.(i))) skipped++;
  }
  return skipped;
}

function noteSteps(
  frame: Frame,
  { series, runs, isEpoch }: StepChoice,
  { name }: Choice,
  notes: string[],
): void {
  const step = frame.series.find(({ kind, values }) => kind.kind === 'step' && values.length > 0);
  const numbered = 'records are numbered from 0';
  if (!series && step) notes.push(`'${step.name}' stands beside too few losses: ${numbered}`);
  else if (!series) notes.push(`the log counts ${runs ? 'epochs and no steps' : 'no steps'}: ${numbered}`);
  if (isEpoch || isEpochMean(name)) {
    notes.push('one record per epoch: too coarse for a detector that looks at iterations');
  }
}

function others(frame: Frame, { parts }: Choice): string[] {
  const names = (kind: string) =>
    frame.series
      .filter((s) => s.kind.kind === kind && s.values.length > 0 && !parts.includes(s))
      .map(({ name }) => name);
  const summed = parts.length > 1 ? parts.map(({ name }) => name) : [];
  return [...summed, ...names('loss'), ...names('evaluation')];
}
