import { vi } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import { sweepCommand } from '../../src/cli/sweepCommand.js';
import type { SweepFlags } from '../../src/cli/sweepFlags.js';
import { iterationsOf } from '../../src/iterations.js';
import { type Batch, configurationsOf } from '../../src/sweep/batches.js';
import { evaluate } from '../../src/sweep/evaluate.js';
import type { Outcome } from '../../src/sweep/outcome.js';
import type { Executor } from '../../src/work/executor.js';

/** Works out batches here, several under way, each later one sooner than the one before. */
export const inProcess: Executor<Batch, readonly Outcome[]> = {
  atOnce: 3,
  async run(batch) {
    const { trace, variation } = batch.part;
    await new Promise((resolve) => setTimeout(resolve, 3 - (batch.from % 3)));
    return evaluate({
      scheduler: variation.entry.name,
      context: trace.context,
      ...iterationsOf(trace.segment),
      configurations: configurationsOf(batch),
    });
  },
  close: async () => {},
};

/** Runs the command in this process, without threads. */
export async function sweepHere(
  files: readonly string[],
  flags: SweepFlags,
): Promise<{ status: number; out: string; err: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await sweepCommand(files, flags, async () => inProcess);
    return { status: 0, out: log.mock.calls.flat().join('\n'), err: '' };
  } catch (error) {
    if (error instanceof Failure) return { status: error.exitCode, out: '', err: error.message };
    throw error;
  } finally {
    log.mockRestore();
  }
}
