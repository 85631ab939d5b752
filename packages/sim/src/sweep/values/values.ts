/** Values of an option in a sweep: a list or a range of numbers. */
export type Values = ValueList | ValueRange;

export interface ValueList {
  readonly kind: 'list';
  readonly values: readonly unknown[];
}

/** Numbers from one to another, both included. */
export interface ValueRange {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
  /** Number of evenly spaced values; null if only a random search can use the range. */
  readonly count: number | null;
  /** Evenly spaced on a logarithmic scale. */
  readonly log: boolean;
  /** Whole numbers only. */
  readonly whole: boolean;
}

/** One option that a sweep varies: over some values, or (in a random search) anywhere in a range. */
export interface Axis {
  readonly option: string;
  readonly choices: readonly unknown[] | null;
  readonly range: ValueRange | null;
}
