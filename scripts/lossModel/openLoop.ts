import type { Scheduler } from '@fastface/core';
import { iterationsOf } from '../../packages/sim/src/iterations.js';
import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import type { LossModel } from '../../packages/sim/src/lossModel/lossModel.js';
import { modelTrace, type RecordKind, strideOfTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import { NoiseStream } from '../../packages/sim/src/lossModel/noiseStream.js';
import { predict } from '../../packages/sim/src/lossModel/predict.js';
import { replay } from '../../packages/sim/src/replay.js';
import type { Segment } from '../../packages/sim/src/trace.js';
import { median } from './median.js';
import { recordedSegment } from './recordedLogs.js';

/** When a scheduler would cut on the losses of a log, and on those of a model at the log's rates. */
export interface OpenLoop {
  readonly file: string;
  readonly scheduler: string;
  readonly patienceFraction: number;
  /** Steps of the cuts on the log. */
  readonly real: readonly number[];
  /** Median step of the same cut over the seeds, for each that half of them make. */
  readonly modelled: readonly number[];
  /** Number of cuts of each seed, ascending: nothing but the noise differs. */
  readonly counts: readonly number[];
  /** Distances of the cuts that both make, as shares of the run. */
  readonly distances: readonly number[];
  /** Distances of the same cut in two seeds. */
  readonly apart: readonly number[];
}

const seeds = 9;
const patiences = [0.05, 0.03];

/** Makes a scheduler from what both kinds of FastFace are told. */
export type Maker = (options: {
  readonly totalSteps: number;
  readonly learningRate: number;
  readonly patienceFraction: number;
}) => Scheduler;

/** Compares a scheduler on a log with itself on a model of the log. */
export async function openLoop(
  file: string,
  kind: RecordKind,
  epochLength: number | null,
  makers: readonly Maker[],
): Promise<OpenLoop[]> {
  const segment = await recordedSegment(file);
  const trace = modelTrace(segment, file, kind);
  const model = fitLossModel([trace], { epochLength });
  const from = segment.steps.indexOf(trace.steps[0]!);
  const length = iterationsOf(segment).losses.length;
  const curves = Array.from({ length: seeds }, (_, seed) =>
    withLosses(segment, from, modelled(model, seed + 1)),
  );
  const configurations = makers.flatMap((make) => patiences.map((patience) => [make, patience] as const));
  return configurations.map(([make, patienceFraction]) => {
    const scheduler = make({ totalSteps: length, learningRate: model.baseRate, patienceFraction });
    const steps = (one: Segment) =>
      replay(scheduler as Scheduler<never>, {}, iterationsOf(one)).changes.map(({ step }) => step);
    const real = steps(segment);
    const said = curves.map(steps);
    const counts = said.map((changes) => changes.length).sort((a, b) => a - b);
    const middles = Array.from({ length: Math.floor(median(counts)) }, (_, k) =>
      median(said.flatMap((changes) => changes[k] ?? [])),
    );
    const both = Math.min(real.length, middles.length);
    return {
      file,
      scheduler: scheduler.name,
      patienceFraction,
      real,
      modelled: middles,
      counts,
      distances: Array.from({ length: both }, (_, k) => Math.abs(real[k]! - middles[k]!) / length),
      apart: Array.from({ length: both }, (_, k) => said.flatMap((changes) => changes[k] ?? [])).flatMap(
        (same) => same.flatMap((one, i) => same.slice(i + 1).map((other) => Math.abs(one - other) / length)),
      ),
    };
  });
}

/**
 * Losses that a model expects of the records that it was fitted to, with all the noise that simulated runs have: a mean of k
 * iterations has 1/√k of the white one.
 */
function modelled(model: LossModel, seed: number): Float64Array {
  const trace = model.traces[0]!;
  const stride = strideOfTrace(trace);
  const { scale, power, slow, slowTime } = model.noise;
  const noise = new NoiseStream(
    {
      scale: trace.kind === 'mean' ? scale / Math.sqrt(stride) : scale,
      power,
      slow,
      slowTime: slowTime / stride,
    },
    seed,
  );
  const losses = new Float64Array(trace.losses.length);
  noise.apply(predict(model, trace), losses);
  return losses;
}

/** A segment whose losses from record `from` on are others; those before, of a warm-up, stay. */
function withLosses(segment: Segment, from: number, losses: Float64Array): Segment {
  let at = 0;
  return {
    ...segment,
    losses: segment.losses.map((loss, i) => (i < from || !Number.isFinite(loss) ? loss : losses[at++]!)),
  };
}
