import type { AutoRegisters } from './autoRegisters.js';
import type { BlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceStepsOptions.js';

/** Cap on the remembered trend, in thresholds, once two blocks show that the loss has moved away. */
const memoryLimit = 2.8;

/**
 * Limits what the filters of `fastfaceSteps` remember of a steep fall. An EMA forgets exponentially: after a fall of
 * a thousand thresholds per iteration the trend would stay above the threshold for ten memories.
 */
export class FilterMemory {
  /** 1/alpha, and the limit in units of the threshold. */
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
   * If the smoothed loss is more than 2.8·base/alpha above or below both latest block means, moves it to that
   * distance from the nearer one and limits the trend to 2.8 thresholds. The filters then remember any fall or jump
   * as a gentle one, and a plateau after it is found as soon.
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
