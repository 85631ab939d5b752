/** Running S2 of {@link TissueLaw} through a run. */
export class TissueAnnealing {
  /** S2 = Σ m_i so far. */
  sum = 0;
  private momentum = 0;
  private rate: number;

  constructor(
    private readonly retention: number,
    firstRate: number,
  ) {
    this.rate = firstRate;
  }

  /** Advances by iterations at one rate; the first one makes the change. */
  pass(rate: number, iterations: number): void {
    this.momentum += (this.rate - rate) / this.retention;
    this.rate = rate;
    const kept = this.retention ** iterations;
    // m·(λ + λ² + … + λⁿ)
    this.sum += (this.momentum * this.retention * (1 - kept)) / (1 - this.retention);
    this.momentum *= kept;
  }

  become(other: TissueAnnealing): void {
    this.sum = other.sum;
    this.momentum = other.momentum;
    this.rate = other.rate;
  }
}
