import { fastfaceAuto, type SchedulerState } from '@fastface/core';
import { iterationsOf } from '../../packages/sim/src/iterations.js';
import { readFile } from '../../packages/sim/src/read/readFile.js';
import { replay } from '../../packages/sim/src/replay.js';
import type { NumberedEvent } from '../../packages/sim/src/watch/event.js';

/** A training that ran at rates from outside, and the watch that followed its log. */
export interface SteeredRun {
  readonly log: string;
  readonly steps: number;
  readonly learningRate: number;
  /** The rate after the last update; null where nobody tells. */
  readonly last: number | null;
  readonly events: readonly NumberedEvent[];
  /** The scheduler's state at the watch's end. */
  readonly state: SchedulerState;
}

export interface Compared {
  readonly updates: number;
  /** Decisions that the watch told while the training ran. */
  readonly decisions: number;
  /** The rate after the last update, as a share of the first. */
  readonly finalShare: number;
  /** Most updates that were made between the loss that decided on a rate, and the first update at that rate. */
  readonly lag: number;
  /** What a replay of the finished log has otherwise; empty where all is the same. */
  readonly differences: readonly string[];
}

/** What a steered training did, beside a replay of its finished log. */
export async function compareWithReplay(run: SteeredRun): Promise<Compared> {
  const read = await readFile(run.log);
  if (!read.ok) throw new Error(read.problem.message);
  const [segment] = read.value.segments;
  const iterations = iterationsOf(segment!);
  const { learningRate, steps } = run;
  const scheduler = fastfaceAuto({ learningRate, totalSteps: steps });
  const replayed = replay(scheduler, {}, iterations, { samples: iterations.losses.length });
  const differences: string[] = [];
  if (iterations.losses.length !== steps)
    differences.push(`the log has ${iterations.losses.length} updates of ${steps}`);

  // Every filter of the watch, to the last bit.
  let state: SchedulerState = scheduler.init();
  for (const loss of iterations.losses)
    state = scheduler.step(state as ReturnType<typeof scheduler.init>, loss);
  if (JSON.stringify(state) !== JSON.stringify(run.state)) differences.push('the state at the end');

  // What it told, and that it told every beginning of a move.
  const changes = new Map(replayed.changes.map((change) => [change.step, change]));
  const told = run.events.flatMap((event) => (event.event === 'decision' ? [event] : []));
  for (const { step, from, learningRate: to, decision, reason } of told) {
    const change = changes.get(step);
    if (
      JSON.stringify([change?.from, change?.to, change?.decision, change?.reason]) !==
      JSON.stringify([from, to, decision, reason])
    )
      differences.push(`the decision at ${step}`);
  }
  for (const { step, decision } of replayed.changes)
    if ((!changes.has(step - 1) || decision === 'finish') && !told.some((event) => event.step === step))
      differences.push(`nothing told at ${step}`);

  // The rates of the updates: each one that the losses before it gave, and in that order.
  const decided = [learningRate, ...replayed.samples.map((sample) => sample.learningRate)];
  const used = [...segment!.learningRates!, ...(run.last === null ? [] : [run.last])];
  let [heard, lag] = [0, 0];
  for (const [update, rate] of used.entries()) {
    while (heard < update && decided[heard] !== rate) heard++;
    if (decided[heard] !== rate) {
      differences.push(`the rate of update ${update + 1}`);
      break;
    }
    // Of the losses that gave this rate the latest is meant.
    let latest = heard;
    while (latest < update && decided[latest + 1] === rate) latest++;
    lag = Math.max(lag, update - latest);
  }
  return {
    updates: steps,
    decisions: told.length,
    finalShare: used.at(-1)! / learningRate,
    lag,
    differences,
  };
}
