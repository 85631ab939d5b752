import { group } from 'd3-array';
import { ChangeSteps, type Outcome } from '../outcome.js';
import { type Filters, fourTrends } from './fourTrends.js';
import { PatienceCount } from './patienceCount.js';
import type { FastFaceConfiguration } from './resolve.js';
import { Stretches } from './stretches.js';
import { UsableLosses } from './usableLosses.js';

/** Trends of four filters over a block: 16 KiB, half of a first-level cache. */
const block = 512;

/** The thresholds for one trend. */
interface Lane {
  readonly alpha: number;
  readonly beta: number;
  readonly stretches: readonly Stretches[];
}

/**
 * The outcomes of many configurations of `fastface` (with haarWidth 1) on one run, with the same decisions as core's
 * own run. Work is shared: configurations with the same alpha and beta have the same trend; with the same threshold
 * they also have the same stationary stretches; patience, factor and limits matter only in stretches that are long
 * enough. The losses are read once, block by block, with four trends at a time.
 *
 * The losses must be tame: see {@link UsableLosses.areTame}.
 */
export function fastfaceOutcomes(
  losses: Float64Array,
  firstStep: number,
  configurations: readonly FastFaceConfiguration[],
): Outcome[] {
  const usable = new UsableLosses(losses);
  const changes = configurations.map(() => new ChangeSteps());
  const counts = configurations.map(
    (options, i) =>
      new PatienceCount(options, (position) => changes[i]!.add(firstStep + usable.iterationOf(position))),
  );
  const stretchesOf = new Map<PatienceCount, Stretches>();
  const lanes = lanesOf(counts, stretchesOf);
  runLanes(lanes, usable);
  return counts.map((count, i) => ({
    reductions: count.reductions,
    reductionSteps: changes[i]!.steps,
    lastReduction: changes[i]!.last,
    restarts: 0,
    restartSteps: [],
    finalLearningRate: count.learningRate,
    stationaryShare: losses.length === 0 ? null : stretchesOf.get(count)!.stationary / losses.length,
  }));
}

function lanesOf(counts: readonly PatienceCount[], stretchesOf: Map<PatienceCount, Stretches>): Lane[] {
  const lanes: Lane[] = [];
  const byWeights = group(
    counts,
    ({ options }) => options.alpha,
    ({ options }) => options.beta,
    ({ options }) => options.threshold,
  );
  for (const [alpha, byBeta] of byWeights) {
    for (const [beta, byThreshold] of byBeta) {
      const stretches = [...byThreshold].map(([threshold, same]) => {
        const found = new Stretches(threshold, same);
        for (const count of same) stretchesOf.set(count, found);
        return found;
      });
      lanes.push({ alpha, beta, stretches });
    }
  }
  return lanes;
}

function runLanes(lanes: readonly Lane[], usable: UsableLosses): void {
  // Unused filters beyond the last lane complete a group of four.
  const size = 4 * Math.ceil(lanes.length / 4);
  const filters = startFilters(size, lanes);
  const changes = new Float64Array(block);
  const array = () => new Float64Array(block);
  const trends = [array(), array(), array(), array()] as const;
  let first = 0;
  for (let length = usable.fill(changes); length > 0; length = usable.fill(changes)) {
    // Position 0 only sets the scale, and position 1 the filters: see seed.
    const [from, observed] = first === 0 ? [2, 1] : [0, 0];
    if (first === 0) seed(filters, changes[1]!);
    for (let k = 0; k < size; k += 4) {
      if (first === 0) for (let lane = 0; lane < 4; lane++) trends[lane]![1] = filters.trend[k + lane]!;
      fourTrends(filters, k, changes, from, length, trends);
      for (let lane = 0; lane < 4 && k + lane < lanes.length; lane++) {
        for (const each of lanes[k + lane]!.stretches) each.observe(trends[lane]!, observed, length, first);
      }
    }
    first += length;
  }
  for (const { stretches } of lanes) for (const each of stretches) each.finish(first);
}

function startFilters(size: number, lanes: readonly Lane[]): Filters {
  return {
    smoothed: new Float64Array(size),
    trend: new Float64Array(size),
    alpha: Float64Array.from({ length: size }, (_, k) => lanes[k]?.alpha ?? 1),
    beta: Float64Array.from({ length: size }, (_, k) => lanes[k]?.beta ?? 1),
  };
}

/** The second usable loss sets S_1 = h_1; later trends are smoothed. */
function seed({ smoothed, trend, alpha }: Filters, change: number): void {
  alpha.forEach((weight, k) => {
    const decrease = weight * (0 - change);
    smoothed[k] = 0 - decrease;
    trend[k] = decrease;
  });
}
