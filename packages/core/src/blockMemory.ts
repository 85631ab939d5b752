import { check } from './check.js';
import { count, type Field, finite, list } from './field.js';
import { headroom } from './headroom.js';

/** Sums over blocks of losses, as a state holds them. */
export interface BlockState {
  /** Losses per block; doubles as the run grows. */
  readonly blockSteps: number;
  /**
   * The current block: number of losses, their sum relative to the first loss, and the sum of their squared
   * differences.
   */
  readonly blockSize: number;
  readonly blockSum: number;
  readonly blockSquares: number;
  /** The same sums for each complete block since the start or the latest reduction. */
  readonly sums: readonly number[];
  readonly squares: readonly number[];
}

/** Field checks; `losses` returns the number of losses in the blocks, or null if the state does not determine it. */
export function blockFields<State extends BlockState>(losses: (state: State) => number | null) {
  const blocks = (state: State) => {
    const known = losses(state);
    return known === null
      ? Math.min(state.sums.length, mostBlocks - 1)
      : Math.floor(known / state.blockSteps);
  };
  const powerOfTwo: Field<State> = (value, path) =>
    check(
      Number.isSafeInteger(value) && Number.isInteger(Math.log2(value as number)),
      path,
      value,
      'a power of two',
    );
  const inBlock: Field<State> = (value, path, state) => {
    const known = losses(state);
    count<State>(() => state.blockSteps - 1)(value, path, state);
    if (known !== null) check(value === known % state.blockSteps, path, value, `${known % state.blockSteps}`);
  };
  return {
    blockSteps: powerOfTwo,
    blockSize: inBlock,
    blockSum: finite as Field<State>,
    blockSquares: notNegative as Field<State>,
    sums: list<State>(finite, blocks),
    squares: list<State>(notNegative, blocks),
  };
}

const notNegative: Field<unknown> = (value, path) =>
  check(Number.isFinite(value) && (value as number) >= 0, path, value, 'a number ≥ 0');

/** Comparison of the middle and the last third of the losses. */
export interface Thirds {
  /** Mean of the middle third less mean of the last. */
  readonly fall: number;
  /** Losses in a third. */
  readonly third: number;
  /** Standard deviation of one loss. */
  readonly noise: number;
}

/** Maximum number of blocks. When it is reached, neighbouring blocks are merged in pairs. */
const mostBlocks = 64;
/** Share of the blocks that a mean leaves out at either end (trimmed mean). */
const trim = 1 / 8;

/**
 * All losses so far, in at most 64 blocks of equal length. The length doubles as the run grows. The registers change
 * in place; a run loads them from its state, and nothing outside a run sees them.
 */
export class BlockMemory {
  static readonly empty: BlockState = {
    blockSteps: 1,
    blockSize: 0,
    blockSum: 0,
    blockSquares: 0,
    sums: [],
    squares: [],
  };
  /** Minimum number of blocks for a comparison of thirds. */
  static readonly fewest = 32;
  private steps = 1;
  private size = 0;
  /** Sums over the current block: losses, and squared differences of neighbouring losses. */
  private sum = 0;
  private square = 0;
  /** The latest loss, relative to the first. */
  latest = 0;
  private sums: readonly number[] = [];
  private squares: readonly number[] = [];

  load({ blockSteps, blockSize, blockSum, blockSquares, sums, squares }: BlockState): void {
    this.steps = blockSteps;
    this.size = blockSize;
    this.sum = blockSum;
    this.square = blockSquares;
    this.sums = sums;
    this.squares = squares;
  }

  /** Number of complete blocks. */
  get blocks(): number {
    return this.sums.length;
  }

  /** Number of losses in complete blocks and the current one. */
  get losses(): number {
    return this.sums.length * this.steps + this.size;
  }

  /** Takes the first loss, to which all others are relative. */
  begin(): void {
    this.size += 1;
  }

  /**
   * Takes losses from index `from` on, relative to `first`. Stops at the end of the block or at an unusable loss and
   * returns that index.
   */
  take(losses: Float64Array, from: number, first: number): number {
    const end = Math.min(losses.length, from + this.steps - this.size);
    let { sum, square, latest } = this;
    let i = from;
    for (; i < end; i++) {
      const change = losses[i]! - first;
      const probe = change * change * headroom;
      if (probe - probe !== 0) break;
      const difference = change - latest;
      sum += change;
      square += difference * difference;
      latest = change;
    }
    this.size += i - from;
    this.sum = sum;
    this.square = square;
    this.latest = latest;
    return i;
  }

  /** Stores the current block if it is full. Returns true if it was. */
  endBlock(): boolean {
    if (this.size < this.steps) return false;
    this.sums = [...this.sums, this.sum + 0];
    this.squares = [...this.squares, this.square];
    this.size = 0;
    this.sum = 0;
    this.square = 0;
    if (this.sums.length === mostBlocks) {
      this.sums = inPairs(this.sums);
      this.squares = inPairs(this.squares);
      this.steps *= 2;
    }
    return true;
  }

  /** Null while there are too few blocks. */
  thirds(): Thirds | null {
    const { sums, squares, steps } = this;
    const { length } = sums;
    if (length < BlockMemory.fewest) return null;
    const blocks = Math.floor(length / 3);
    const newer = trimmedMean(sums.slice(length - blocks));
    const older = trimmedMean(sums.slice(length - 2 * blocks, length - blocks));
    const square = trimmedMean(squares.slice(length - 2 * blocks));
    return { fall: (older - newer) / steps, third: blocks * steps, noise: Math.sqrt(square / steps / 2) };
  }

  state(): BlockState {
    return {
      blockSteps: this.steps,
      blockSize: this.size,
      blockSum: this.sum + 0,
      blockSquares: this.square,
      sums: this.sums,
      squares: this.squares,
    };
  }
}

const inPairs = (values: readonly number[]): number[] =>
  Array.from({ length: values.length / 2 }, (_, i) => values[2 * i]! + values[2 * i + 1]!);

function trimmedMean(values: number[]): number {
  const left = Math.floor(trim * values.length);
  values.sort((a, b) => a - b);
  let sum = 0;
  for (let i = left; i < values.length - left; i++) sum += values[i]!;
  return sum / (values.length - 2 * left);
}
