import type { AutoRegisters } from './autoRegisters.js';
import type { BlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceStepsOptions.js';

/** Cap on the remembered trend, in thresholds, once two blocks show that the loss has moved away. */
const memoryLimit = 2.8;

/**
 * What the filters of `fastfaceSteps` remember of a steep fall. An EMA forgets exponentially: after a fall of a thousand
 * lines an iteration the trend would stay above the line for ten memories.
 */
export class FilterMemory {
  /** 1/alpha, and the limit as a share of the threshold. */
  private readonly steps: number;
  private readonly share: number;

  constructor(
    { alpha, margin }: ResolvedAuto,
    private readonly registers: AutoRegisters,
    private readonly blocks: BlockNoise,
  ) {
    this.steps = 1 / alpha;
    this.share = memoryLimit / margin;
  }

  /**
   * Moves the smoothed loss to at most 2.8·base/alpha from the nearer of the two latest block means, if both lie on one
   * side, and cuts the trend to 2.8 lines. So what the filters remember of a steep fall or a jump is worth that much,
   * however steep it was, and a plateau after it is found as soon as one after a gentle fall.
   */
  cut(): void {
    const { registers, steps } = this;
    const { newest, older } = this.blocks;
    const { smoothed, trend, threshold } = registers;
    const memory = threshold * this.share;
    const limit = memory * steps;
    const upper = (newest > older ? newest : older) + limit;
    const lower = (newest > older ? older : newest) - limit;
    if (smoothed > upper || smoothed < lower) {
      registers.smoothed = (smoothed > upper ? upper : lower) + 0;
      registers.trend = (trend > memory ? memory : trend < 0 - memory ? 0 - memory : trend) + 0;
    }
  }
}
