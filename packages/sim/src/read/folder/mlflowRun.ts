import { chooseLoss } from '../chooseLoss.js';
import { Frame, type Series, sameName } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { kindOf } from '../names.js';
import { fixedStep } from '../noLoss.js';
import { NumberList } from '../numberList.js';
import type { ReadOptions, ReadResult } from '../reader.js';
import { forEachMetric, mlflow } from '../table/mlflow.js';
import type { FolderFile } from './folderFile.js';

/** The curve of one MLflow run: the metric that is its training loss, joined with the others on the step. */
export async function readMetrics(
  folder: string,
  files: readonly FolderFile[],
  root: string,
  options: ReadOptions,
): Promise<ReadResult> {
  const refused = fixedStep(folder, options.step);
  if (refused) return refused;
  const metrics: Series[] = [];
  for (const file of files) {
    const name = root === '' ? file.path : file.path.slice(root.length + 1);
    // Here a row is a step: the files share nothing else.
    const metric = { name, kind: kindOf(name), rows: new NumberList(), values: new NumberList(), latest: -1 };
    await forEachMetric(file.open(), (step, value) => {
      metric.rows.push(step);
      metric.values.push(value);
    });
    metrics.push(metric);
  }
  const { loss } = options;
  const base =
    metrics.find(({ name }) => loss !== undefined && sameName(name, loss)) ?? chooseLoss(metrics)?.parts[0];
  const frame = new Frame({ ...options, step: 'step' });
  if (base) fill(frame, base, metrics);
  else for (const { name, values } of metrics) if (values.length > 0) frame.cell(name, values.at(0));
  const { step: _, ...rest } = options;
  return frameTrace({ file: folder, format: mlflow.format, frame, options: rest, stepName: 'step' });
}

/** One row per record of the loss, in its order; the others stand where they have the same step as often. */
function fill(frame: Frame, base: Series, metrics: readonly Series[]): void {
  const others = metrics
    .filter((metric) => metric !== base)
    .map((metric) => ({ metric, at: places(metric) }));
  const rank = ranks();
  for (let i = 0; i < base.rows.length; i++) {
    const step = base.rows.at(i);
    const place = rank(step);
    frame.cell('step', step);
    frame.cell(base.name, base.values.at(i));
    for (const { metric, at } of others) {
      const index = at.get(step)?.[place];
      if (index !== undefined) frame.cell(metric.name, metric.values.at(index));
    }
    frame.endRow();
  }
}

function places({ rows }: Series): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const same = found.get(rows.at(i));
    if (same) same.push(i);
    else found.set(rows.at(i), [i]);
  }
  return found;
}

/** How often a step was seen before: a run that was resumed repeats steps. */
function ranks(): (step: number) => number {
  const seen = new Map<number, number>();
  return (step) => {
    const rank = seen.get(step) ?? 0;
    seen.set(step, rank + 1);
    return rank;
  };
}
