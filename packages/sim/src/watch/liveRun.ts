import { restore, type Scheduler, type SchedulerState } from '@fastface/core';
import { firstIterationStep, mostIterations } from '../iterations.js';
import { baseRate } from '../recordedChanges.js';
import { advance } from '../replay.js';
import { type ChosenScheduler, chooseSchedulers } from '../schedulers/chooseSchedulers.js';
import type { SchedulerContext } from '../schedulers/schedulerEntry.js';
import { strideOf } from '../trace.js';
import type { LossEvent } from './event.js';
import type { LiveRecord } from './record.js';
import type { Verdict } from './verdict/verdict.js';
import { noVerdicts, stepVerdicts, type VerdictsState, verdictOf } from './verdict/verdicts.js';

/** Which scheduler watches, and what the user knows of the run. */
export interface WatchSettings {
  readonly scheduler: string;
  readonly set: readonly string[];
  readonly learningRate: number | null;
  readonly totalSteps: number | null;
  /** Records with which a run begins: they show how many iterations each stands for. */
  readonly beginsWith: number;
}

/** Losses, as JSON can hold them. */
type PlainRecord = readonly [step: number, loss: number | string, learningRate: number | null];

/** Everything that is to be known of a run to go on with it. Plain JSON. */
export interface LiveRunState {
  readonly number: number;
  readonly planned: number | null;
  /** The first records, until there are enough to begin. */
  readonly first: readonly PlainRecord[] | null;
  /** null before the first record. */
  readonly lastStep: number | null;
  readonly learningRate: number;
  readonly totalSteps: number | null;
  readonly scheduler: SchedulerState | null;
  /** Step of the latest change of the rate, and the rate that was told last. */
  readonly changedAt: number | null;
  readonly told: number;
  readonly verdicts: VerdictsState;
  /** What was told last: any verdict, and any but a spike. */
  readonly verdictTold: readonly [latest: string, lasting: string];
}

/** While a rate moves at every iteration, it is told again when it has moved by this share of the base rate. */
const toldAgain = 0.05;
/** Iterations that the scheduler hears together: one by one they take several times as long. */
const most = 4096;

/**
 * One run of a log while it is written: its records, spread over the iterations they stand for as in a replay, and the
 * scheduler that listens to them. A function of the records alone.
 */
export class LiveRun {
  private state: LiveRunState;
  private chosen: ChosenScheduler | null = null;
  private scheduler: SchedulerState | null = null;
  /** One loss for each of the latest iterations, which the scheduler has not heard yet. */
  private readonly waiting = new Float64Array(most);
  private readonly rates = new Float64Array(most);
  private waits = 0;
  // What changes at every record stands by itself: a copy of the whole state each time would take most of it.
  private latestStep: number | null;
  private changedAt: number | null;
  private told: number;
  private verdicts: VerdictsState;

  constructor(
    private readonly settings: WatchSettings,
    state: number | LiveRunState,
    private readonly tell: (event: LossEvent) => void,
  ) {
    this.state =
      typeof state === 'number'
        ? {
            number: state,
            planned: null,
            first: [],
            lastStep: null,
            learningRate: 0,
            totalSteps: null,
            scheduler: null,
            changedAt: null,
            told: 0,
            verdicts: noVerdicts(),
            verdictTold: ['', ''],
          }
        : state;
    ({ lastStep: this.latestStep, changedAt: this.changedAt, told: this.told } = this.state);
    this.verdicts = this.state.verdicts;
    if (this.state.first !== null) return;
    this.chosen = this.choose();
    if (this.chosen) this.scheduler = restore(this.chosen.scheduler, this.state.scheduler);
  }

  toJson(): LiveRunState {
    this.settle();
    const { scheduler, verdicts, latestStep: lastStep, changedAt, told } = this;
    return { ...this.state, scheduler, verdicts, lastStep, changedAt, told };
  }

  get number(): number {
    return this.state.number;
  }

  /** Step of the latest record; null before the first. */
  get lastStep(): number | null {
    return this.state.first?.at(-1)?.[0] ?? this.latestStep;
  }

  get schedulerState(): SchedulerState | null {
    this.settle();
    return this.scheduler;
  }

  get totalSteps(): number | null {
    return this.state.totalSteps;
  }

  /** The rate of the next update; null where no scheduler listens (yet). */
  get current(): { readonly state: SchedulerState; readonly scale: number; readonly reason: string } | null {
    this.settle();
    const { scheduler: state, chosen } = this;
    if (state === null || chosen === null) return null;
    const reason = chosen.scheduler.reason?.(state) ?? state.decision;
    return { state, scale: state.learningRate / this.state.learningRate, reason };
  }

  plan(steps: number): void {
    if (this.state.planned !== steps) this.state = { ...this.state, planned: steps };
  }

  record({ step, loss, learningRate }: LiveRecord): void {
    const { first } = this.state;
    if (first === null) {
      this.listen(step, loss);
      return;
    }
    const rate = Number.isNaN(learningRate) ? null : learningRate;
    this.state = { ...this.state, first: [...first, [step, plainLoss(loss), rate]] };
    if (first.length + 1 >= this.settings.beginsWith) this.begin();
  }

  /** The log has ended, or the run: begins with what there is. */
  end(): void {
    if (this.state.first !== null && this.state.first.length > 0) this.begin();
    this.settle();
  }

  private begin(): void {
    const records = this.state.first ?? [];
    const steps = Float64Array.from(records, ([step]) => step);
    const learningRates = Float64Array.from(records, ([, , rate]) => rate ?? Number.NaN);
    const segment = { steps, losses: steps, learningRates, plannedSteps: null, run: null };
    const { settings } = this;
    const shown = settings.learningRate ?? baseRate(segment);
    const firstStep = firstIterationStep(segment);
    const learningRate = shown ?? 1;
    const totalSteps = settings.totalSteps ?? this.state.planned;
    this.state = {
      ...this.state,
      first: null,
      learningRate,
      totalSteps,
    };
    this.latestStep = firstStep - 1;
    this.told = learningRate;
    this.chosen = this.choose();
    this.scheduler = this.chosen?.scheduler.init() ?? null;
    const notes: string[] = [];
    if (this.chosen === null)
      notes.push(
        `${settings.scheduler} needs the length of the run, which the log does not tell: --total-steps N`,
      );
    else if (shown === null)
      notes.push(
        'the log tells no learning rate: 1 stands for the rate that is used; use the scale, or say it: --learning-rate N',
      );
    this.tell({
      event: 'run',
      run: this.state.number,
      step: firstStep,
      stride: strideOf(segment),
      scheduler: this.chosen?.scheduler.name ?? null,
      learningRate: this.scheduler?.learningRate ?? learningRate,
      totalSteps,
      options: this.chosen?.options ?? {},
      notes,
    });
    for (const [step, loss] of records) this.listen(step, Number(loss));
  }

  private choose(): ChosenScheduler | null {
    const { learningRate, totalSteps } = this.state;
    const { scheduler, set } = this.settings;
    const context = { learningRate, ...(totalSteps === null ? {} : { totalSteps }) };
    try {
      return chooseSchedulers([scheduler], set, context as SchedulerContext)[0]!;
    } catch (error) {
      // Where the length is known, the settings were tried before.
      if (error instanceof RangeError && totalSteps === null) return null;
      throw error;
    }
  }

  /** A record stands for all iterations since the one before. */
  private listen(step: number, loss: number): void {
    const lastStep = this.latestStep!;
    const problem = !Number.isSafeInteger(step)
      ? `step ${step} is no whole number: name another --step`
      : step - lastStep > mostIterations &&
        `the step jumps from ${lastStep} to ${step}: are they sample counts or times? Name another --step`;
    if (problem) {
      this.settle();
      throw new RangeError(problem);
    }
    if (this.chosen !== null)
      for (let left = step - lastStep; left > 0; ) {
        const count = Math.min(left, most - this.waits);
        this.waiting.fill(loss, this.waits, this.waits + count);
        this.waits += count;
        left -= count;
        this.latestStep = step - left;
        if (this.waits === most) this.settle();
      }
    this.latestStep = step;
    this.verdicts = stepVerdicts(this.verdicts, step, loss);
    this.judge(step);
  }

  /** The scheduler hears the losses that wait for it, and what it decides is told. */
  settle(): void {
    const { chosen, scheduler, waits } = this;
    if (waits === 0 || chosen === null || scheduler === null) return;
    this.waits = 0;
    const first = this.latestStep! - waits + 1;
    const [losses, rates] = [this.waiting.subarray(0, waits), this.rates.subarray(0, waits)];
    this.scheduler = advance(chosen.scheduler, scheduler, losses, rates, (before, to, after, at) =>
      this.changed(chosen.scheduler, before, to, after, first + at),
    );
  }

  /** What the run does now; null where nothing can be said. */
  get verdict(): Verdict | null {
    return verdictOf(this.verdicts);
  }

  /** A spike that is over leaves the verdict that was told before it. */
  private judge(step: number): void {
    const { verdict } = this;
    const [latest, lasting] = this.state.verdictTold;
    if (verdict === null) return;
    const isSpike = verdict.verdict === 'spike';
    const key = isSpike ? `spike at ${verdict.since}` : verdict.verdict;
    if (key === latest) return;
    this.state = { ...this.state, verdictTold: [key, isSpike ? lasting : key] };
    if (!isSpike && key === lasting) return;
    // What was decided before comes before.
    this.settle();
    this.tell({ event: 'verdict', step, ...verdict });
  }

  private changed(
    scheduler: Scheduler,
    from: number,
    to: number,
    make: () => SchedulerState,
    step: number,
  ): void {
    const { learningRate } = this.state;
    const moves = this.changedAt === step - 1;
    this.changedAt = step;
    const isSmall = moves && Math.abs(to - this.told) < toldAgain * learningRate;
    // On its way to zero a run of many losses is not finished before it is there: the states in between need not be made.
    if (isSmall && to > 0 && scheduler.run !== undefined) return;
    const after = make();
    const { decision } = after;
    if (isSmall && decision !== 'finish') return;
    this.told = to;
    this.tell({
      event: 'decision',
      step,
      decision,
      from,
      learningRate: to,
      scale: to / learningRate,
      reason: scheduler.reason?.(after) ?? decision,
    });
  }
}

/** JSON has no NaN and no infinities. */
const plainLoss = (loss: number): number | string => (Number.isFinite(loss) ? loss : String(loss));
