import { createRequire } from 'node:module';
import * as v from 'valibot';
import { schedulers } from '../../schedulers/findScheduler.js';
import type { QueuedWork } from '../../work/queue/contract.js';
import { readJson } from '../../work/readJson.js';
import { largestBatch } from '../batches.js';
import { mostListed, type Outcome } from '../outcome.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

const mostRecords = 2 ** 25; // 512 MiB, the largest string that Redis takes
const mostIterations = 200_000_000;

const text = v.pipe(v.string(), v.maxLength(100));
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(number, v.safeInteger(), v.minValue(0));

/** Limits numeric options, because a scheduler may allocate memory in proportion to its patience. */
const optionNumber = v.pipe(number, v.maxValue(mostIterations));
const optionValue = v.union([
  optionNumber,
  text,
  v.boolean(),
  v.pipe(v.array(optionNumber), v.maxLength(10_000)),
]);

const job = v.strictObject({
  trace: v.strictObject({
    key: v.pipe(v.string(), v.regex(/^fastface:sweep:[0-9a-f-]{36}:\d{1,9}$/)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    records: v.pipe(count, v.minValue(1), v.maxValue(mostRecords)),
  }),
  scheduler: v.picklist(schedulers.map(({ name }) => name)),
  context: v.strictObject({
    learningRate: v.pipe(number, v.gtValue(0)),
    totalSteps: v.pipe(count, v.minValue(1)),
  }),
  configurations: v.pipe(
    v.array(v.pipe(v.record(text, optionValue), v.maxEntries(100))),
    v.minLength(1),
    v.maxLength(largestBatch),
  ),
});

/** A shard of a sweep for the queue: the configurations and a reference to the run. */
export type SweepJob = v.InferOutput<typeof job>;

const steps = v.pipe(v.array(v.pipe(number, v.safeInteger())), v.maxLength(mostListed));
const outcome = v.strictObject({
  reductions: count,
  reductionSteps: steps,
  lastReduction: v.nullable(v.pipe(number, v.safeInteger())),
  restarts: count,
  restartSteps: steps,
  finalLearningRate: number,
  stationaryShare: v.nullable(v.pipe(number, v.minValue(0), v.maxValue(1))),
});

/** The work of a sweep: some configurations of one scheduler on one run. */
export const sweepWork: QueuedWork<SweepJob, Outcome[]> = {
  name: 'fastface-sweep',
  version,
  readJob: (data) => readJson(job, data),
  readResult: (data, { configurations }) =>
    readJson(v.pipe(v.array(outcome), v.length(configurations.length)), data),
};
