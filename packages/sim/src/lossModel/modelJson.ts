import * as v from 'valibot';
import { failed, ok, type Result } from '../result.js';
import { packSteps, packValues, unpackSteps, unpackValues } from '../stepRuns.js';
import type { LossModel } from './lossModel.js';
import { modelSchema, mostRecords, recordsIn } from './modelSchema.js';
import type { ModelTrace } from './modelTrace.js';

type File = v.InferOutput<typeof modelSchema>;

/** A loss model as JSON text, with the losses that it was fitted to. See {@link modelFromJson}. */
export function modelToJson(model: LossModel): string {
  const { traces, ...rest } = model;
  const file = {
    format: 'fastface-loss-model',
    version: 1,
    ...rest,
    traces: traces.map(({ file, kind, firstStep, warmup, steps, losses, rates }) => ({
      file,
      kind,
      firstStep,
      warmup,
      steps: packSteps(steps),
      losses: [...losses],
      rates: packValues(rates),
    })),
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * Parses a loss model; the problem, if there is one, is one line. Every number is checked before it is used.
 *
 * @param text as `modelToJson` writes it; it may be untrusted
 * @example
 * modelFromJson('{"format":"fastface-loss-model"}'); // { ok: false, problem: '…' }
 */
export function modelFromJson(text: string): Result<LossModel, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed('it is not JSON');
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !('format' in value) ||
    value.format !== 'fastface-loss-model'
  )
    return failed('it is not a loss model');
  const parsed = v.safeParse(modelSchema, value, { abortEarly: true });
  if (!parsed.success) return failed(issueLine(parsed.issues[0]));
  const { format, version, traces, ...rest } = parsed.output;
  if (recordsIn(traces) > mostRecords) return failed(`it has more than ${mostRecords} records`);
  const unpacked: ModelTrace[] = [];
  for (const [i, trace] of traces.entries()) {
    const read = traceFrom(trace);
    if (typeof read === 'string') return failed(`traces.${i}: ${read}`);
    unpacked.push(read);
  }
  return ok({ ...rest, traces: unpacked });
}

/** The run, or why it is invalid. */
function traceFrom({ steps, rates, losses, ...rest }: File['traces'][number]): ModelTrace | string {
  const counts = [steps.map(([, , count]) => count), rates.map(([, count]) => count)];
  for (const list of counts) {
    if (list.reduce((sum, count) => sum + count, 0) !== losses.length)
      return 'expected as many steps and rates as losses';
  }
  if (losses.length < 2) return 'expected two records or more';
  const trace = {
    ...rest,
    losses: Float64Array.from(losses),
    steps: unpackSteps(steps),
    rates: unpackValues(rates),
  };
  const increasing = trace.steps.every(
    (step, i) => step > (i === 0 ? rest.firstStep - 1 : trace.steps[i - 1]!),
  );
  if (!increasing || !(trace.steps.at(-1)! - rest.firstStep < 200_000_000))
    return 'expected steps that increase from firstStep on, by 200 million at most';
  return trace;
}

function issueLine({ path, message }: v.BaseIssue<unknown>): string {
  const where = path?.map(({ key }) => String(key)).join('.');
  return `${where ? `${where}: ` : ''}${message.replace(/^Invalid \w+: /, (kind) => kind.toLowerCase())}`;
}
