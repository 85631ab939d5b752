import type { FastFaceConfiguration } from './resolve.js';

/**
 * The patience rule of one configuration, applied to whole stationary stretches instead of single iterations. In a
 * stretch [start, end) the count begins at `start` or at the end of the cooldown, and a reduction follows P
 * iterations later, for patience P. If the limits forbid a reduction, they forbid all later ones: the configuration
 * is exhausted.
 */
export class PatienceCount {
  learningRate: number;
  reductions = 0;
  exhausted: boolean;
  private readyAt = 0;

  constructor(
    readonly options: FastFaceConfiguration,
    private readonly onReduction: (at: number) => void,
  ) {
    this.learningRate = options.learningRate;
    this.exhausted = options.maxReductions === 0;
  }

  stretch(start: number, end: number): void {
    const { patience, cooldown } = this.options;
    let from = Math.max(start, this.readyAt);
    while (!this.exhausted && from + patience < end) {
      const at = from + patience;
      from = at + 1;
      if (!this.reduce()) continue;
      this.onReduction(at);
      from += cooldown;
      this.readyAt = from;
    }
  }

  private reduce(): boolean {
    const { factor, minLearningRate, maxReductions } = this.options;
    const reduced = Math.max(this.learningRate * factor, minLearningRate);
    this.exhausted = this.reductions >= maxReductions || reduced >= this.learningRate;
    if (this.exhausted) return false;
    this.learningRate = reduced;
    this.reductions++;
    return true;
  }
}
