import { emaHaar, fastface, learningRates } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { do_not_optimize, measure } from 'mitata';
import { type Figures, fastest } from './report.js';

const settings = { learningRate: 0.02, totalSteps: 1_000_000 };

/** The same recurrence and patience, written out by hand for one set of options. */
function handWritten(losses: Float64Array): Float64Array {
  const rates = new Float64Array(losses.length);
  const [alpha, beta, threshold, patience] = [0.001, 0.001, 5e-5, 50_000];
  let smoothed = losses[0]!;
  let trend = 0;
  let rate = 0.02;
  let stationary = 0;
  let reductions = 0;
  rates[0] = rate;
  for (let i = 1; i < losses.length; i++) {
    const decrease = alpha * (smoothed - losses[i]!);
    smoothed -= decrease;
    trend = i === 1 ? decrease : trend + beta * (decrease - trend);
    if (trend < threshold) {
      if (stationary < patience) stationary++;
      else {
        stationary = 0;
        if (reductions < 8) {
          reductions++;
          rate *= 0.5;
        }
      }
    } else stationary = 0;
    rates[i] = rate;
  }
  return rates;
}

function noisyLosses(length: number): Float64Array {
  const noise = normal(1);
  return Float64Array.from({ length }, (_, t) => 3 + 40 * Math.exp(-t / (length / 5)) + noise());
}

/** Time and memory of the schedulers of the core. */
export async function benchCore(figures: Figures, short: boolean): Promise<void> {
  const losses = noisyLosses(1_000_000);
  const scheduler = fastface(settings);
  const byHand = handWritten(losses);
  const same = learningRates(scheduler, losses).every((rate, i) => rate === byHand[i]);
  if (!same) throw new Error('the hand-written loop does something else');
  const [hand, fast] = fastest(
    short ? 60 : 100,
    () => handWritten(losses),
    () => learningRates(scheduler, losses),
  ) as [number, number];
  figures.note(
    `hand-written loop ${(hand / 1e6).toFixed(2)} ns an iteration, learningRates ${(fast / 1e6).toFixed(2)} ns`,
  );
  figures.atMost('learningRates against a hand-written loop, 1,000,000 losses', fast / hand, 1.3, 'times');

  benchLength(figures, losses, short);
  await benchStep(figures, losses);
  benchNaive(figures, losses);
}

/** Streams 1e3 to 1e8 losses through one run, a piece at a time: the time a step and the memory must not grow. */
function benchLength(figures: Figures, losses: Float64Array, short: boolean): void {
  const piece = losses.subarray(0, 1000);
  const rates = new Float64Array(piece.length);
  const perStep: number[] = [];
  for (let length = 1000; length <= (short ? 1e7 : 1e8); length *= 10) {
    const scheduler = fastface({ ...settings, totalSteps: length });
    const stream = () => {
      let state = scheduler.init();
      for (let done = 0; done < length; done += piece.length) state = scheduler.run(state, piece, rates);
    };
    for (let warm = 0; warm < 3000; warm++) scheduler.run(scheduler.init(), piece, rates);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const [time] = fastest(length < 1e6 ? 200 : 2, stream) as [number];
    globalThis.gc?.();
    const grown = process.memoryUsage().heapUsed - before;
    perStep.push(time / length);
    figures.note(
      `${length.toExponential()} losses: ${(time / length).toFixed(2)} ns an iteration, heap ${(grown / 1024).toFixed(0)} KiB more`,
    );
  }
  figures.atMost(
    'time an iteration, longest run against the shortest',
    perStep.at(-1)! / perStep[0]!,
    1.3,
    'times',
  );
}

async function benchStep(figures: Figures, losses: Float64Array): Promise<void> {
  const scheduler = fastface(settings);
  let state = scheduler.init();
  let i = 0;
  const { p50, heap } = await measure(
    () => {
      state = scheduler.step(state, losses[i++ % losses.length]!);
      do_not_optimize(state);
    },
    { inner_gc: true } as never,
  );
  figures.note(`step: ${p50.toFixed(0)} ns${heap ? `, ${heap.avg.toFixed(0)} bytes` : ''}`);
  // One object of twelve fields; V8 keeps its doubles beside it, which makes up about half of this.
  const bytes =
    allocatedBytes(() => {
      for (let k = 0; k < 10_000; k++) state = scheduler.step(state, losses[k]!);
    }) / 10_000;
  figures.atMost('bytes allocated by a step: one state and its doubles', bytes, 320, 'bytes');
}

/** Bytes on the young heap that a function leaves behind, garbage included. */
function allocatedBytes(run: () => void): number {
  run();
  let least = Infinity;
  for (let round = 0; round < 10; round++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    run();
    const grown = process.memoryUsage().heapUsed - before;
    if (grown > 0) least = Math.min(least, grown);
  }
  return least;
}

/** The definition recomputes everything: its cost a step is a straight line in the length. */
function benchNaive(figures: Figures, losses: Float64Array): void {
  const scheduler = emaHaar(settings);
  const points = [500, 1000, 2000, 4000, 8000].map((length) => {
    const state = { ...scheduler.init(), losses: Array.from(losses.subarray(0, length)), iteration: length };
    const [time] = fastest(30, () => scheduler.step(state, 3)) as [number];
    figures.note(`ema-haar with ${length} losses behind it: ${(time / 1000).toFixed(1)} µs a step`);
    return [length, time] as const;
  });
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const residual = Math.sqrt(
    points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0) / points.length,
  );
  figures.note(`ema-haar: ${slope.toFixed(1)} ns a step for each loss in the history`);
  figures.atMost(
    'ema-haar: distance from a straight line, of the largest',
    residual / points.at(-1)![1],
    0.15,
    'shares',
  );
}
