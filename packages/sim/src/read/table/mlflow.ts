import { Frame, sameName } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { forEachLine, headLines } from '../lines.js';
import { fixedStep } from '../noLoss.js';
import { numberOf } from '../number.js';
import { readError } from '../readError.js';
import type { Bytes, Reader, ReadOptions, ReadResult } from '../reader.js';

const pattern = /^(\d{9,16}) (\S+) (-?\d+)$/;

/** Step and value of a `TIME VALUE STEP`; null where the line is none. */
export function metricLine(line: string): { readonly step: number; readonly value: number } | null {
  const match = pattern.exec(line.trim());
  const value = match ? numberOf(match[2]!) : undefined;
  return match && value !== undefined ? { step: Number(match[3]), value } : null;
}

/** Visits every `TIME VALUE STEP` of a metric file. */
export async function forEachMetric(
  bytes: Bytes,
  visit: (step: number, value: number) => void,
): Promise<void> {
  await forEachLine(bytes, (line) => {
    const metric = metricLine(line);
    if (metric) visit(metric.step, metric.value);
  });
}

/** One metric of MLflow's file store, `mlruns/EXPERIMENT/RUN/metrics/NAME`: `TIME VALUE STEP` a line, no header. */
export const mlflow: Reader = {
  format: 'mlflow',
  description: 'MLflow metric files; a metrics folder joins the loss with its learning rate',
  detect(head) {
    const lines = headLines(head)
      .filter((line) => line.trim() !== '')
      .slice(0, 50);
    const complete = lines.length > 1 ? lines.slice(0, -1) : lines;
    return complete.length > 0 && complete.every((line) => pattern.test(line.trim())) ? 0.95 : 0;
  },
  async read(file, bytes, options) {
    // The name of the metric is that of the file: what the user chose is the loss.
    const name = file.split(/[\\/]/).pop() || 'metric';
    const refused = fixedStep(file, options.step) ?? otherName(file, name, options);
    if (refused) return refused;
    const named = { ...options, loss: name, step: 'step' };
    const frame = new Frame(named);
    await forEachMetric(bytes, (step, value) => {
      frame.cell('step', step);
      frame.cell(name, value);
      frame.endRow();
    });
    if (frame.row === 0) return readError(file, 'no records', 'use the metric of a run that got further');
    return frameTrace({ file, format: mlflow.format, frame, options: named, stepName: 'step' });
  },
};

/** The user named what one file of one metric cannot have. */
function otherName(file: string, name: string, { loss, learningRate }: ReadOptions): ReadResult | null {
  const advice = `the file holds one metric, '${name}'; name the folder it is in to have the others, too`;
  // A metric's name may hold slashes: `train/loss` is the file loss in the folder train.
  if (loss !== undefined && !sameName(loss, name) && !file.replaceAll('\\', '/').endsWith(`/${loss}`))
    return readError(file, `there is no loss called '${loss}'`, advice);
  return learningRate === undefined
    ? null
    : readError(file, `there is no learning rate called '${learningRate}'`, advice);
}
