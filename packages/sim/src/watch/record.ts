/** One loss of a log that is being written. */
export interface LiveRecord {
  /** As the log counts. */
  readonly step: number;
  /** NaN or ±Infinity where the log has no finite number. */
  readonly loss: number;
  /** The rate that the log says; NaN where it says none. */
  readonly learningRate: number;
}

/** Takes the records of a log in their order, while it is written. */
export interface RecordTaker {
  record(record: LiveRecord): void;
  /** Planned number of iterations. */
  plan(steps: number): void;
  /** What comes next belongs to another run than what came before. */
  newRun(): void;
}
