import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchedulerState } from '@fastface/core';
import { afterAll } from 'vitest';
import type { Checkpoint, PendingLoss } from '../../src/checkpoint/checkpoint.js';
import type { LoadedCheckpoint } from '../../src/checkpoint/loadCheckpoint.js';
import { loadCheckpoint } from '../../src/checkpoint/loadCheckpoint.js';
import { saveCheckpoint } from '../../src/checkpoint/saveCheckpoint.js';
import type { FaceSet } from '../../src/faces/dataset.js';
import { generatedFaces } from '../../src/faces/generated/generatedFaces.js';
import { chooseScheduler } from '../../src/loop/chooseScheduler.js';
import { restoreParts } from '../../src/loop/restoreParts.js';
import type { Outcome } from '../../src/loop/run.js';
import { type RunConfig, runConfig } from '../../src/loop/runConfig.js';
import { checkpointsOf } from '../../src/loop/runFolder.js';
import { setUp, type TrainingParts } from '../../src/loop/setUp.js';
import { trainLoop } from '../../src/loop/trainLoop.js';
import { RunTrace, traceFile } from '../../src/trace/runTrace.js';

/** A run of some seconds: 32 images of 8 people, 16 pixels wide. */
export const smallConfig = runConfig({
  data: {
    ...runConfig().data,
    imageSize: 16,
    generated: { identities: 8, perIdentity: 4, difficulty: 'easy', style: 'facesjs' },
  },
  backend: 'wasm',
  embeddingSize: 8,
  scale: 16,
  batchSize: 8,
  steps: 12,
  learningRate: 0.05,
  scheduler: 'fastface',
  // Quick to decide, so that a dozen steps see a rate change.
  set: ['patience=2', 'alpha=0.5', 'beta=0.5', 'threshold=0.8'],
  warmup: 2,
  seed: 7,
});

let faces: Promise<FaceSet> | undefined;
export const smallFaces = (): Promise<FaceSet> =>
  (faces ??= generatedFaces({ ...smallConfig.data.generated, imageSize: 16, seed: 7 }, { cache: null }));

const folders: string[] = [];
// Here and not in the function, which tests call while they run: what is registered then is never called.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes away with the test file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-run-'));
  folders.push(folder);
  return folder;
}

export interface RunSettings {
  readonly config?: Partial<RunConfig>;
  readonly resume?: string;
  /** Aborts once so many updates have been issued in this part of the run. */
  readonly stopAfter?: number;
  readonly checkpointEvery?: number;
  readonly maxBadLosses?: number;
  readonly verifyEvery?: number;
  readonly verify?: (step: number) => number | null;
  /** Called before each step. */
  readonly onStep?: (parts: TrainingParts, step: number) => void;
}

export interface RunResult {
  readonly outcome: Outcome;
  readonly updates: readonly PendingLoss[];
  readonly changes: readonly { step: number; to: number }[];
  readonly bad: readonly { step: number; total: number }[];
  /** Path of the last checkpoint. */
  readonly checkpoint: string;
  readonly backbone: Checkpoint['backbone'];
  readonly average: Checkpoint['average'];
}

/** Runs the loop in `folder`, as the command would. */
export async function runIn(folder: string, settings: RunSettings = {}): Promise<RunResult> {
  const { resume, checkpointEvery = 4, maxBadLosses = 3, stopAfter = Number.POSITIVE_INFINITY } = settings;
  const config = { ...smallConfig, ...settings.config };
  const set = await smallFaces();
  const parts = await setUp(config, set);
  const loaded: LoadedCheckpoint | null = resume === undefined ? null : await loadCheckpoint(resume);
  const { scheduler } = chooseScheduler(config);
  if (loaded) restoreParts(parts, scheduler, loaded);
  const header = { note: 'test' };
  const trace = loaded
    ? RunTrace.continue(folder, config.steps, header, loaded.state.lengths, (file) => {
        throw new Error(`${file} is lost`);
      })
    : RunTrace.create(folder, config.steps, header);
  const stop = new AbortController();
  const updates: PendingLoss[] = [];
  const changes: { step: number; to: number }[] = [];
  const bad: { step: number; total: number }[] = [];
  let [checkpoint, issued] = [resume ?? '', 0];
  const beginStep = (step: number) => {
    parts.beginStep(step);
    settings.onStep?.(parts, step);
    if (++issued === stopAfter) stop.abort();
  };
  try {
    const outcome = await trainLoop({
      config,
      faces: set,
      parts: { ...parts, beginStep },
      scheduler,
      trace,
      from: loaded?.state ?? null,
      checkpointEvery,
      maxBadLosses,
      signal: stop.signal,
      verifyEvery: settings.verifyEvery ?? 0,
      verify: async (step) => settings.verify?.(step) ?? null,
      saveBest: (content) => saveCheckpoint(checkpointsOf(folder), content, [content.state.best]),
      async save(content) {
        checkpoint = await saveCheckpoint(checkpointsOf(folder), content);
      },
      onUpdate: (update) => updates.push(update),
      onChange: ({ step }, { learningRate }: SchedulerState) => changes.push({ step, to: learningRate }),
      onBadLoss: ({ step }, total) => bad.push({ step, total }),
      onBadImage: () => {},
    });
    const { backbone, average } = await loadCheckpoint(checkpoint);
    return { outcome, updates, changes, bad, checkpoint, backbone, average };
  } finally {
    parts.dispose();
  }
}

export const traceOf = (folder: string): string => readFileSync(join(folder, traceFile), 'utf8');
