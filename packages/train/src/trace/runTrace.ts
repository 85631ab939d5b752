import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileVersionEvent, scalarEvent } from '@fastface/sim/tensorboard';
import { AppendFile } from './appendFile.js';

/** One update in the trace. */
export interface TraceRecord {
  readonly step: number;
  readonly epoch: number;
  /** The rate of the update. */
  readonly learningRate: number;
  /** The loss that the scheduler saw; null if it was not finite and the update was skipped. */
  readonly loss: number | null;
  readonly gradientNorm: number | null;
  /** The scheduler's decision, unless it is `hold`. */
  readonly decision?: string;
  readonly reason?: string;
  /** The scheduler's trend, if it has one. Written to TensorBoard only, because a replay can recompute it. */
  readonly trend?: number | null;
}

/** Names of the files in a run's folder. TensorBoard looks for `tfevents`. */
export const traceFile = 'trace.jsonl';
export const eventsFile = 'events.out.tfevents.0.fastface';

/** Seconds of a run that may be missing from the disk after a power failure. */
const syncSeconds = 10;

/**
 * Writes the curve of a run record by record: to `trace.jsonl`, which `fastface` reads, and to a TensorBoard event
 * file. A resumed run drops the records after its checkpoint, so no step occurs twice and there is one segment. A
 * killed process may leave an incomplete last line, which readers skip and resuming removes.
 */
export class RunTrace {
  #synced = performance.now();

  private constructor(
    private readonly lines: AppendFile,
    private readonly events: AppendFile,
  ) {}

  /** @param header content of the first line besides `total_steps` */
  static create(folder: string, totalSteps: number, header: Readonly<Record<string, unknown>>): RunTrace {
    return new RunTrace(createLines(folder, totalSteps, header), createEvents(folder));
  }

  /** Continues at a checkpoint. A missing or shortened file is started again, and `onLost` is called. */
  static continue(
    folder: string,
    totalSteps: number,
    header: Readonly<Record<string, unknown>>,
    lengths: Readonly<Record<string, number>>,
    onLost: (file: string) => void,
  ): RunTrace {
    const existing = (name: string) => {
      const file = AppendFile.continue(join(folder, name), lengths[name] ?? Number.POSITIVE_INFINITY);
      if (file === null) onLost(join(folder, name));
      return file;
    };
    return new RunTrace(
      existing(traceFile) ?? createLines(folder, totalSteps, header),
      existing(eventsFile) ?? createEvents(folder),
    );
  }

  get path(): string {
    return this.lines.path;
  }

  get eventsPath(): string {
    return this.events.path;
  }

  /** For a checkpoint: syncs the files to disk and returns their lengths. */
  lengths(): Record<string, number> {
    this.sync();
    return { [traceFile]: this.lines.length, [eventsFile]: this.events.length };
  }

  record({ step, epoch, learningRate, loss, gradientNorm, decision, reason, trend }: TraceRecord): void {
    const line = {
      step,
      epoch,
      learning_rate: learningRate,
      loss: loss ?? 'NaN',
      gradient_norm: gradientNorm ?? 'NaN',
      ...(decision === undefined || decision === 'hold' ? {} : { decision, reason }),
    };
    this.lines.write(`${JSON.stringify(line)}\n`);
    const scalars = {
      loss: loss ?? Number.NaN,
      learning_rate: learningRate,
      gradient_norm: gradientNorm ?? Number.NaN,
      ...(typeof trend === 'number' ? { trend } : {}),
    };
    this.events.write(scalarEvent(step, scalars, Date.now() / 1000));
    if (performance.now() - this.#synced > 1000 * syncSeconds) this.sync();
  }

  /** Further figures of an update, for TensorBoard only. */
  scalars(step: number, values: Readonly<Record<string, number>>): void {
    this.events.write(scalarEvent(step, values, Date.now() / 1000));
  }

  close(): void {
    this.sync();
    this.lines.close();
    this.events.close();
  }

  private sync(): void {
    this.lines.sync();
    this.events.sync();
    this.#synced = performance.now();
  }
}

function createLines(
  folder: string,
  totalSteps: number,
  header: Readonly<Record<string, unknown>>,
): AppendFile {
  const file = AppendFile.create(join(folder, traceFile));
  file.write(headerOf({ ...header, total_steps: totalSteps }));
  return file;
}

/** Size of a header, padded with spaces, so that an extended run can update its length in place. */
const headerRoom = 4096;

function headerOf(header: Readonly<Record<string, unknown>>): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const spaces = Math.max(0, headerRoom - 1 - text.length);
  return Buffer.concat([text, Buffer.alloc(spaces, ' '), Buffer.from('\n')]);
}

/** Updates the header of a trace in place; a header that does not fit is not changed. */
export function changeHeader(folder: string, changes: Readonly<Record<string, unknown>>): void {
  const path = join(folder, traceFile);
  if (!existsSync(path)) return;
  const descriptor = openSync(path, 'r+');
  try {
    const before = Buffer.alloc(headerRoom);
    readSync(descriptor, before, 0, headerRoom, 0);
    if (before.indexOf('\n') !== headerRoom - 1) return;
    const header = headerOf({ ...JSON.parse(before.toString()), ...changes });
    if (header.length === headerRoom) writeSync(descriptor, header, 0, headerRoom, 0);
  } finally {
    closeSync(descriptor);
  }
}

function createEvents(folder: string): AppendFile {
  const file = AppendFile.create(join(folder, eventsFile));
  file.write(fileVersionEvent(Date.now() / 1000));
  return file;
}
