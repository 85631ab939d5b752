/** One training under way. */
export interface Trainee {
  /** One update at this rate; returns the training loss of its batch, as it was before the update. */
  step(learningRate: number): number | Promise<number>;
  /** The test metric of the weights as they are; lower is better. */
  evaluate(): number | Promise<number>;
  /** Frees what a training holds beside memory. */
  dispose?(): void;
}

/** Something to train: a problem, a model and an optimiser, without the learning rate. */
export interface Task {
  /** Lower case, digits and hyphens. */
  readonly name: string;
  readonly description: string;
  /** The base rate, > 0: the multipliers of a grid are multiples of it. */
  readonly learningRate: number;
  /** The full budget in updates; the budgets of a grid are shares of it. */
  readonly steps: number;
  /** What `evaluate` returns, with its unit. */
  readonly metric: string;
  /**
   * What counts as as good as the reference in time to target, in units of the metric. Default: one percent of the way
   * from the untrained metric to the reference's.
   */
  readonly point?: number;
  /** True for a task that takes minutes a training: it takes part only where it is named. */
  readonly slow?: boolean;
  /** True for a task on which rules or constants of the schedulers were chosen; reported apart. */
  readonly chosenOn?: boolean;
  /** The path of the module that it is from, by which a thread finds it. */
  readonly module?: string;
  /** Of the module's content: rows of another one do not count. */
  readonly digest?: string;
  /** A fresh training. The seed decides everything: data, starting weights, order. */
  create(seed: number): Trainee | Promise<Trainee>;
}
