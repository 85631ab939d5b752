import { writeFile } from 'node:fs/promises';
import {
  type Comparison,
  chooseSchedulers,
  chooseSegment,
  comparisonOf,
  contextOf,
  htmlReport,
  iterationsOf,
  readFile,
  replay,
} from '@fastface/sim';
import { BadInput } from '../badInput.js';
import type { RunConfig } from './runConfig.js';

/**
 * What `fastface replay` makes of a run's trace: the run's own scheduler, and fastface-auto, over the losses that it had.
 *
 * @returns the comparison, and the command that makes the same
 * @throws BadInput where the trace cannot be read
 */
export async function replayRun(
  trace: string,
  { scheduler: own, set, learningRate }: Pick<RunConfig, 'scheduler' | 'set' | 'learningRate'>,
): Promise<{ comparison: Comparison; command: string }> {
  const read = await readFile(trace);
  if (!read.ok) throw new BadInput(trace, read.problem.message, read.problem.advice);
  const chosen = chooseSegment(read.value, 'last');
  if (!chosen.ok) throw new BadInput(trace, chosen.problem, 'look at it with fastface inspect');
  const iterations = iterationsOf(chosen.value.segment);
  const context = contextOf(chosen.value.segment, iterations);
  // A warm-up, or a schedule that begins low, has another rate at its first update.
  const base = context.learningRate === learningRate ? [] : [`learningRate=${learningRate}`];
  const names = [...new Set([own, 'fastface-auto'])];
  const settings = [
    ...set.map((setting) => (setting.includes(':') ? setting : `${own}:${setting}`)),
    ...base,
  ];
  const replays = chooseSchedulers(names, settings, context).map(({ scheduler, options }) =>
    replay(scheduler, options, iterations, { samples: 4000 }),
  );
  const flags = [...names.map((name) => `--scheduler ${name}`), ...settings.map((text) => `--set ${text}`)];
  return {
    comparison: comparisonOf(read.value, chosen.value, iterations, replays),
    command: ['fastface replay', trace, ...flags].join(' '),
  };
}

/** Writes the page of a comparison. */
export async function writeReport(comparison: Comparison, path: string, command: string): Promise<void> {
  await writeFile(path, await htmlReport(comparison, command));
}
