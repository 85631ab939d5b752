import { join } from 'node:path';
import type { Command } from 'commander';
import { stateFile } from '../checkpoint/checkpointFiles.js';
import { type LoadedCheckpoint, latestCheckpoint } from '../checkpoint/loadCheckpoint.js';
import type { Progress } from '../loop/progress.js';
import { parseConfig, type RunConfig } from '../loop/runConfig.js';
import { checkpointsOf, latestRunFolder } from '../loop/runFolder.js';
import { isThere } from '../plainFile.js';
import { contradiction, type TrainFlags, withHabits } from './trainFlags.js';
import { UsageError } from './usageError.js';

/** A run that goes on, from its latest checkpoint. */
export interface ResumedRun {
  readonly folder: string;
  checkpoint: LoadedCheckpoint;
  readonly config: RunConfig;
  readonly flags: TrainFlags;
  /** Does it go on for more steps than the `steps` that it was begun with? */
  readonly isExtended: boolean;
  readonly steps: number;
}

/**
 * The run that `--resume` names, itself or by one of its checkpoints, or the newest below `runs`, with its own config and habits where nothing else was typed.
 *
 * @throws UsageError for an option that is not the run's; BadInput where there is no checkpoint
 */
export async function openRun(
  { resume, out, ...rest }: TrainFlags,
  command: Command,
  progress: Progress,
): Promise<ResumedRun> {
  if (out !== undefined) throw new UsageError('--resume and --out: a run goes on in its own folder');
  const named = resume === true ? latestRunFolder() : (resume as string);
  const isCheckpoint = await isThere(join(named, stateFile));
  const folder = isCheckpoint ? join(named, '..', '..') : named;
  const checkpoint = await latestCheckpoint(isCheckpoint ? named : checkpointsOf(named), (error) =>
    progress.note(`${error.message}: passed over`),
  );
  const typed = command.options
    .map((option) => option.attributeName())
    .filter((name) => command.getOptionValueSource(name) === 'cli');
  const config = parseConfig(checkpoint.config, checkpoint.path);
  const flags = withHabits(rest, checkpoint.habits ?? {}, typed);
  const differs = contradiction(config, flags, typed);
  if (differs) {
    const more = differs.flag === 'steps' ? ', or give more' : '';
    throw new UsageError(`--${differs.flag}: the run was begun with ${differs.was}; leave it out${more}`);
  }
  const isExtended = typed.includes('steps') && flags.steps > config.steps;
  const longer = isExtended ? { ...config, steps: flags.steps, epochs: null } : config;
  return { folder, checkpoint, config: longer, flags, isExtended, steps: config.steps };
}
