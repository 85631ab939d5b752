/** Octaves below and above the guess between which rates are tried. */
const reach = 5;

/** A task that was started, with a guess of its base rate: what designs try their rates on. Rates are octaves from the guess on. */
export class Trial {
  private ramped: number[] | undefined;

  constructor(
    readonly updates: number,
    /** A fresh training: one update at a rate, which returns its loss. */
    readonly start: () => (octave: number) => number,
  ) {}

  /** The loss of each update of a ramp from the lowest rate to the highest, even on a log scale, while it is finite. */
  ramp(): readonly number[] {
    if (this.ramped) return this.ramped;
    const step = this.start();
    const losses: number[] = [];
    while (losses.length < this.updates) {
      const loss = step(this.octaveAt(losses.length));
      if (!(Math.abs(loss) < hopeless)) break;
      losses.push(loss);
    }
    this.ramped = losses;
    return losses;
  }

  octaveAt(update: number): number {
    return reach * ((2 * update) / (this.updates - 1) - 1);
  }
}

/** A loss beyond this is as bad as infinite. */
const hopeless = 1e6;

/** A way to find a base rate from a guess, with what was tried of its constants. */
export interface Design {
  readonly name: string;
  readonly settings: readonly (readonly number[])[];
  /** The octave that it finds. */
  find(trial: Trial, setting: readonly number[]): number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of the mean of a block, from the differences of neighbours. */
const errorOf = (losses: readonly number[]) =>
  Math.sqrt(mean(losses.slice(1).map((loss, i) => (loss - losses[i]!) ** 2 / 2)) / losses.length);

/** Means of blocks that take a share of the ramp. */
const blocksOf = (losses: readonly number[], size: number) =>
  Array.from({ length: Math.floor(losses.length / size) }, (_, i) => losses.slice(i * size, (i + 1) * size));

/** The middle of the last block before one lies clearly above the first, or above the lowest so far. */
const beforeItRises: Design = {
  name: 'the largest rate before the loss rises',
  settings: [0.05, 0.1, 0.2].flatMap((share) =>
    [1, 2, 3].flatMap((errors) => [0, 1].map((overLeast) => [share, errors, overLeast])),
  ),
  find(trial, [share, errors, overLeast]) {
    const size = Math.max(2, Math.round(share! * trial.updates));
    const blocks = blocksOf(trial.ramp(), size);
    let least = 0;
    let last = 0;
    for (let i = 1; i < blocks.length; i++) {
      const before = blocks[overLeast ? least : 0]!;
      if (mean(blocks[i]!) > mean(before) + errors! * Math.hypot(errorOf(before), errorOf(blocks[i]!))) break;
      last = i;
      if (mean(blocks[i]!) < mean(blocks[least]!)) least = i;
    }
    return trial.octaveAt((overLeast ? least : last) * size + size / 2);
  },
};

/** The middle of the window over which a line through the losses falls most. */
const steepestFall: Design = {
  name: 'the rate at which the loss falls most',
  settings: [0.1, 0.2, 0.3, 0.4].map((share) => [share]),
  find(trial, [share]) {
    const size = Math.max(4, Math.round(share! * trial.updates));
    const losses = trial.ramp();
    let best = { slope: Infinity, at: 0 };
    for (let from = 0; from + size <= losses.length; from++) {
      const middle = from + (size - 1) / 2;
      const slope = mean(losses.slice(from, from + size).map((loss, i) => loss * (from + i - middle)));
      if (slope < best.slope) best = { slope, at: middle };
    }
    return trial.octaveAt(best.at);
  },
};

/** From a high rate, halved after every eighth of the updates in which the loss was higher than before. */
const backOff: Design = {
  name: 'from far above, halved while the loss rises',
  settings: [3, 4].flatMap((top) => [0, 1].map((errors) => [top, errors])),
  find({ updates, start }, [top, errors]) {
    const size = Math.max(2, Math.floor(updates / 8));
    const step = start();
    let octave = top!;
    let before: number[] | undefined;
    for (let from = 0; from + size <= updates; from += size) {
      const block = Array.from({ length: size }, () => step(octave)).map((loss) =>
        Math.abs(loss) < hopeless ? loss : hopeless,
      );
      before ??= [block[0]!, block[0]!];
      if (mean(block) > mean(before) + errors! * Math.hypot(errorOf(before), errorOf(block))) octave--;
      else before = block;
    }
    return octave;
  },
};

export const designs: readonly Design[] = [beforeItRises, steepestFall, backOff];
