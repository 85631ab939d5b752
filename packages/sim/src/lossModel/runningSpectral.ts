import type { RunningLaw } from './runningLaw.js';
import type { Mode, SpectralLaw } from './spectralLaw.js';

/** Properties of the run for a running spectral law. */
export interface Course {
  readonly baseRate: number;
  /** Iterations per epoch; null without epochs. */
  readonly epochLength: number | null;
  /** Iterations before intrinsic time began, such as a warm-up. Epochs count from their start. */
  readonly offset: number;
}

/**
 * {@link SpectralLaw} in a closed loop. An iteration costs two multiply-adds per mode and a power. The exponentials
 * are recomputed only when the rate changes.
 */
export class RunningSpectral implements RunningLaw {
  private time = 0;
  /** e^−gS of plain and of delayed modes. */
  private readonly decays: Float64Array;
  private readonly delayed: Float64Array;
  private readonly floor: Float64Array;
  private readonly remembered: Float64Array;
  private readonly current: Float64Array;
  /** Factor per iteration for each mode, at the current rate. */
  private readonly decaysKept: Float64Array;
  private readonly delayedKept: Float64Array;
  private readonly floorKept: Float64Array;
  private readonly memoryKept: Float64Array;
  private keptRate = Number.NaN;
  private floorTarget = 1;
  private gain = 0;
  private toBoundary: number;

  constructor(
    private readonly law: SpectralLaw,
    private readonly course: Course,
    firstRate: number,
  ) {
    const { decays, delayed, floor, memory, floorPower } = law;
    const { baseRate, epochLength, offset } = course;
    this.decays = new Float64Array(decays.length).fill(1);
    this.delayed = new Float64Array(delayed.length).fill(1);
    this.floor = new Float64Array(floor.length).fill((firstRate / baseRate) ** floorPower);
    this.remembered = new Float64Array(memory.length);
    this.current = new Float64Array(memory.length);
    this.decaysKept = new Float64Array(decays.length);
    this.delayedKept = new Float64Array(delayed.length);
    this.floorKept = new Float64Array(floor.length);
    this.memoryKept = new Float64Array(memory.length);
    this.toBoundary = epochLength === null ? Infinity : epochLength - (offset % epochLength);
  }

  run(rate: number, losses: Float64Array): void {
    this.prepare(rate);
    for (let i = 0; i < losses.length; i++) {
      losses[i] = this.value();
      this.update(rate);
    }
  }

  pass(rate: number, iterations: number): void {
    this.prepare(rate);
    for (let i = 0; i < iterations; i++) this.update(rate);
  }

  copy(): RunningSpectral {
    const other = new RunningSpectral(this.law, this.course, this.course.baseRate);
    other.become(this);
    return other;
  }

  become(copy: RunningLaw): void {
    const other = copy as RunningSpectral;
    this.time = other.time;
    for (const key of arrays) this[key].set(other[key]);
    this.keptRate = other.keptRate;
    this.floorTarget = other.floorTarget;
    this.gain = other.gain;
    this.toBoundary = other.toBoundary;
  }

  /** Expected loss of the next iteration. */
  private value(): number {
    const { law, time } = this;
    const { power } = law;
    let loss = law.limit;
    if (power) loss += power.amplitude * (1 + time / power.scale) ** -power.exponent;
    for (let i = 0; i < this.decays.length; i++) loss += law.decays[i]!.amplitude * this.decays[i]!;
    for (let i = 0; i < this.delayed.length; i++) {
      const { amplitude, rate } = law.delayed[i]!;
      loss += amplitude * (1 + rate * time) * this.delayed[i]!;
    }
    for (let j = 0; j < this.floor.length; j++) loss += law.floor[j]!.amplitude * this.floor[j]!;
    for (let k = 0; k < this.remembered.length; k++) loss -= law.memory[k]!.amplitude * this.remembered[k]!;
    return loss;
  }

  private update(rate: number): void {
    this.time += rate;
    const { decays, delayed, floor, remembered, current, floorTarget } = this;
    for (let i = 0; i < decays.length; i++) decays[i]! *= this.decaysKept[i]!;
    for (let i = 0; i < delayed.length; i++) delayed[i]! *= this.delayedKept[i]!;
    for (let j = 0; j < floor.length; j++)
      floor[j] = floorTarget + this.floorKept[j]! * (floor[j]! - floorTarget);
    for (let k = 0; k < remembered.length; k++) {
      remembered[k]! *= this.memoryKept[k]!;
      current[k] = current[k]! * this.memoryKept[k]! + this.gain;
    }
    if (--this.toBoundary <= 0) this.turn();
  }

  private turn(): void {
    for (let k = 0; k < this.current.length; k++) this.remembered[k]! += this.current[k]!;
    this.current.fill(0);
    this.toBoundary += this.course.epochLength!;
  }

  private prepare(rate: number): void {
    if (rate === this.keptRate) return;
    this.keptRate = rate;
    const { decays, delayed, floor, memory, floorPower, memoryPower } = this.law;
    const { baseRate, epochLength } = this.course;
    keep(decays, rate, this.decaysKept);
    keep(delayed, rate, this.delayedKept);
    keep(floor, rate, this.floorKept);
    keep(memory, rate, this.memoryKept);
    this.floorTarget = (rate / baseRate) ** floorPower;
    this.gain = epochLength === null ? 0 : (rate / baseRate) ** memoryPower / epochLength;
  }
}

/** Computes the factor per iteration of each mode at a rate. */
function keep(modes: readonly Mode[], rate: number, kept: Float64Array): void {
  for (let i = 0; i < modes.length; i++) kept[i] = Math.exp(-modes[i]!.rate * rate);
}

const arrays = [
  'decays',
  'delayed',
  'floor',
  'remembered',
  'current',
  'decaysKept',
  'delayedKept',
  'floorKept',
  'memoryKept',
] as const;
