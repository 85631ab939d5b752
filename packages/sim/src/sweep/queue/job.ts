import * as v from 'valibot';
import { schedulers } from '../../schedulers/findScheduler.js';
import { largestBatch } from '../batches.js';
import { mostListed } from '../outcome.js';

const mostRecords = 2 ** 25; // 512 MiB, the largest string that Redis takes
const mostIterations = 200_000_000;

const text = v.pipe(v.string(), v.maxLength(100));
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(number, v.safeInteger(), v.minValue(0));

/** No option needs to be a larger number; a scheduler may make room for as many iterations as its patience. */
const optionNumber = v.pipe(number, v.maxValue(mostIterations));
const optionValue = v.union([
  optionNumber,
  text,
  v.boolean(),
  v.pipe(v.array(optionNumber), v.maxLength(10_000)),
]);

const job = v.strictObject({
  version: v.literal(1),
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

/** A shard of a sweep as it travels: the configurations themselves, and where the run is. */
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

/** What came over the queue as a job. @throws RangeError that says what is wrong with it */
export const readJob = (data: unknown): SweepJob => read(job, data);

/** What came back for a job of so many configurations. @throws RangeError that says what is wrong with it */
export const readOutcomes = (data: unknown, configurations: number) =>
  read(v.pipe(v.array(outcome), v.length(configurations)), data);

function read<Schema extends v.GenericSchema>(schema: Schema, data: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new RangeError(`${v.getDotPath(issue) ?? 'data'}: ${issue.message}`);
}
