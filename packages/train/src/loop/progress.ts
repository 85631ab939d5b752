import type { PendingLoss } from '../checkpoint/checkpoint.js';

/** What a line of progress is made of, besides the update itself. */
export interface Situation {
  readonly steps: number;
  readonly trend: number | null;
  readonly images: number;
  readonly waitedMs: number;
}

/** Milliseconds between two lines: on a terminal each replaces the one before. */
const onTerminal = 200;
const inFile = 10_000;

/**
 * Says how a run goes: one line that is rewritten on a terminal, a line now and then elsewhere. The loss is the mean since
 * the line before; wait is the share of the time in which the device had no data.
 */
export class Progress {
  #shown = performance.now();
  #sum = 0;
  #count = 0;
  #images = 0;
  #waited = 0;
  #updates = 0;
  #began = false;
  /** Seconds an update, a moving mean over lines. */
  #pace: number | null = null;
  #open = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly isTerminal = stream.isTTY === true,
  ) {}

  /** The first update is what the time is counted from. */
  update({ step, loss, learningRate }: PendingLoss, { steps, trend, images, waitedMs }: Situation): void {
    if (!this.#began) {
      this.#began = true;
      this.#shown = performance.now();
      if (steps > 1) return;
    }
    if (loss !== null) {
      this.#sum += loss;
      this.#count++;
    }
    this.#updates++;
    this.#images += images;
    this.#waited += waitedMs;
    const elapsed = performance.now() - this.#shown;
    if (elapsed < (this.isTerminal ? onTerminal : inFile) && step + 1 < steps) return;
    const pace = elapsed / 1000 / this.#updates;
    this.#pace = this.#pace === null ? pace : 0.8 * this.#pace + 0.2 * pace;
    const parts = [
      `step ${step + 1}/${steps}`,
      `loss ${this.#count > 0 ? (this.#sum / this.#count).toFixed(4) : 'NaN'}`,
      `lr ${Number(learningRate.toPrecision(4))}`,
      ...(trend === null ? [] : [`trend ${trend.toExponential(1)}`]),
      `${Math.round(this.#images / (elapsed / 1000))} images/s`,
      `wait ${((100 * this.#waited) / elapsed).toFixed(0)} %`,
      `${duration((steps - step - 1) * this.#pace)} left`,
    ];
    this.line(parts.join('  '));
    this.#shown = performance.now();
    [this.#sum, this.#count, this.#images, this.#waited, this.#updates] = [0, 0, 0, 0, 0];
  }

  /** How far a preparation is. */
  share(what: string, share: number): void {
    this.status(`${what}: ${Math.floor(100 * share)} %`);
  }

  /** Where a long piece of work is. */
  status(text: string): void {
    if (performance.now() - this.#shown < (this.isTerminal ? onTerminal : inFile)) return;
    this.line(text);
    this.#shown = performance.now();
  }

  /** Something that stays on the screen. */
  note(text: string): void {
    this.stream.write(`${this.#open ? '\r\u001b[K' : ''}${text}\n`);
    this.#open = false;
  }

  private line(text: string): void {
    if (!this.isTerminal) this.stream.write(`${text}\n`);
    else {
      const columns = this.stream.columns ?? 80;
      this.stream.write(`\r\u001b[K${text.slice(0, columns - 1)}`);
      this.#open = true;
    }
  }

  /** Ends the line that is being rewritten. */
  end(): void {
    if (this.#open) this.stream.write('\n');
    this.#open = false;
  }
}

/** 75 s is 1:15. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
