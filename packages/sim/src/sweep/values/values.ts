/** What an option takes in a sweep: some values, or a stretch of numbers. */
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
  /** How many, evenly spread; null where only a random search can choose. */
  readonly count: number | null;
  /** Evenly spread in the logarithm. */
  readonly log: boolean;
  /** Whole numbers only. */
  readonly whole: boolean;
}
