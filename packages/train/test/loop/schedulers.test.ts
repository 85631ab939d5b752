import { join } from 'node:path';
import { schedulers } from '@fastface/sim';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../../src/backend/useBackend.js';
import { replayRun } from '../../src/loop/replayRun.js';
import { traceFile } from '../../src/trace/runTrace.js';
import { runIn, scratchFolder } from './smallRun.js';

beforeAll(async () => {
  await useBackend('wasm');
});

/** What in six updates has FastFace reduce the rate, and moving Haar, whose window is a share of the run, a window at all. */
const settings: Readonly<Record<string, readonly string[]>> = {
  fastface: ['patience=1', 'alpha=0.5', 'beta=0.5', 'threshold=1e6'],
  'moving-haar': ['window=2'],
  'moving-haar-naive': ['window=2'],
};
const steps = 6;

test.each(schedulers.map(({ name }) => name))(
  '%s: a run, interrupted, has the rates that a replay of its losses has',
  async (name) => {
    const folder = scratchFolder();
    const config = { scheduler: name, set: settings[name] ?? [], steps, warmup: 0 };
    const before = await runIn(folder, { config, stopAfter: 3 });
    const after = await runIn(folder, { config, resume: before.checkpoint });
    expect(after.outcome).toMatchObject({ end: 'finished', step: steps });
    const changes = [...before.changes, ...after.changes];
    if (name === 'fastface') expect(changes.length).toBeGreaterThan(1);

    const { comparison } = await replayRun(join(folder, traceFile), { ...config, learningRate: 0.05 });
    expect(comparison.replays[0]!.changes.map(({ to }) => to)).toEqual(changes.map(({ to }) => to));
  },
);
