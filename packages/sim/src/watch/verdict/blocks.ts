/** Means of equally many losses each, over the whole run: at least 64 of them once there are that many losses. */
export interface Blocks {
  /** Losses in each block: a power of two. */
  readonly size: number;
  readonly sum: number;
  readonly count: number;
  readonly means: readonly number[];
  /** Step at which each block begins, and that of the block under way. */
  readonly steps: readonly number[];
  readonly step: number;
}

const most = 128;

export const noBlocks: Blocks = { size: 1, sum: 0, count: 0, means: [], steps: [], step: 0 };

/** The blocks with one loss more, a finite one. A block is complete where `count` is 0. */
export function addToBlocks(blocks: Blocks, at: number, loss: number): Blocks {
  const sum = blocks.sum + loss;
  const count = blocks.count + 1;
  const step = blocks.count === 0 ? at : blocks.step;
  // A literal: at every record, copying what is spread takes several times as long.
  if (count < blocks.size)
    return { size: blocks.size, sum, count, means: blocks.means, steps: blocks.steps, step };
  const means = [...blocks.means, sum / count];
  const steps = [...blocks.steps, step];
  if (means.length < most) return { size: blocks.size, sum: 0, count: 0, means, steps, step };
  const even = (_: number, i: number) => i % 2 === 0;
  return {
    size: 2 * blocks.size,
    sum: 0,
    count: 0,
    means: means.filter(even).map((mean, i) => (mean + means[2 * i + 1]!) / 2),
    steps: steps.filter(even),
    step,
  };
}
