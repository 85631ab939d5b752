import {
  type ChosenSegment,
  chooseSegment,
  comparisonOf,
  contextOf,
  effectiveOptions,
  findScheduler,
  type Iterations,
  iterationsOf,
  type ReadResult,
  type Replay,
  readErrorLine,
  readTrace,
  replay,
  type SchedulerContext,
} from '@fastface/sim/browser';
import { embedded } from './embedded.js';
import { naiveLimit, naiveReplay } from './naive.js';
import { withFactor } from './otherFactor.js';
import type { Outcome, ReadAnswer, ReadRequest, ReplayAnswer, ReplayRequest, Wanted } from './protocol.js';
import { startingValues } from './startingValues.js';

/** Changes that are shown with their reasons; a schedule that changes the rate at every iteration has far more. */
const mostChanges = 1000;

interface Loaded {
  readonly chosen: ChosenSegment;
  readonly iterations: Iterations;
  readonly context: SchedulerContext;
}

/** What the worker does: reads a run and replays it, again only where something changed. Free of the worker itself. */
export class Workbench {
  private loaded: Loaded | null = null;
  /** The latest outcome of each scheduler, with what it was made from. */
  private readonly known = new Map<string, { key: string; rest: string; outcome: Outcome }>();

  constructor(
    /** Gets a part of the playground: an embedded log as base64. Asked for `parquet`, the page begins with another worker. */
    private readonly part: (name: string) => Promise<string>,
    private readonly hasParquet: boolean,
  ) {}

  async read({ source, options, segment }: ReadRequest): Promise<ReadAnswer> {
    const failed = (problem: string): ReadAnswer => ({
      kind: 'read',
      problem,
      base: null,
      context: null,
      start: null,
    });
    const result = await this.open(source, options);
    if (!result.ok) return failed(readErrorLine(result.problem));
    const chosen = chooseSegment(result.value, segment);
    if (!chosen.ok) return failed(chosen.problem);
    try {
      const iterations = iterationsOf(chosen.value.segment);
      const context = contextOf(chosen.value.segment, iterations);
      this.loaded = { chosen: chosen.value, iterations, context };
      this.known.clear();
      const base = comparisonOf(result.value, chosen.value, iterations, []);
      const start = startingValues(chosen.value.segment, context.totalSteps);
      return { kind: 'read', problem: null, base, context, start };
    } catch (error) {
      if (error instanceof RangeError) return failed(`${result.value.file}: ${error.message}`);
      throw error;
    }
  }

  private async open(source: File | string, options: ReadRequest['options']): Promise<ReadResult> {
    if (typeof source !== 'string') {
      await this.prepareFor(source);
      return readTrace(source.name, pieces(source.stream()), options);
    }
    const run = embedded.find(({ name }) => name === source) ?? embedded[0]!;
    if (run.make) return { ok: true, value: run.make() };
    const bytes = Uint8Array.from(atob(await this.part(run.name)), (letter) => letter.charCodeAt(0));
    return readTrace(run.log!, [bytes], options);
  }

  /** The reader of Parquet files is half as large as all others together, so it is loaded for such a file alone. */
  private async prepareFor(file: File): Promise<void> {
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const isParquet = String.fromCharCode(...head) === 'PAR1';
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    if (this.hasParquet || !(isParquet || isGzip)) return;
    await this.part('parquet');
  }

  replay(request: ReplayRequest): ReplayAnswer {
    const outcomes = request.wanted.map((wanted) => {
      const { name, given } = wanted;
      const { factor, ...others } = given;
      const stretch = [request.from, request.to, request.samples];
      const [key, rest] = [JSON.stringify([given, stretch]), JSON.stringify([others, stretch])];
      const known = this.known.get(name);
      if (known?.key === key) return known.outcome;
      const outcome =
        (name === 'moving-haar' && known?.rest === rest && this.rescaled(known.outcome, wanted)) ||
        this.outcome(wanted, request);
      this.known.set(name, { key, rest, outcome });
      return outcome;
    });
    return { kind: 'replay', outcomes };
  }

  /** The known outcome of Moving Haar with another factor; null if it takes a replay. */
  private rescaled(known: Outcome, { name, given }: Wanted): Outcome | null {
    const factor = given.factor;
    if (!('replay' in known) || typeof factor !== 'number' || !(factor > 0 && factor < 1)) return null;
    const replay = withFactor(known.replay, factor);
    return replay && { name, replay, note: known.note };
  }

  private outcome({ name, given }: Wanted, { from, to, samples }: ReplayRequest): Outcome {
    const entry = findScheduler(name);
    if (!entry) return { name, problem: `unknown scheduler: ${name}` };
    if (!this.loaded) return { name, problem: 'no run is read: choose one above' };
    const { iterations, context } = this.loaded;
    try {
      const scheduler = entry.make(given, context);
      const options = effectiveOptions(entry, given, context);
      if (name !== 'ema-haar') {
        const done = replay(scheduler, options, iterations, { from, to, samples, mostChanges });
        return { name, replay: done, note: changesNote(done) };
      }
      const limit = naiveLimit(Number(options.haarWidth));
      const done = naiveReplay(resolved(options, context), options, iterations, { from, to, samples });
      const short = limit < iterations.losses.length;
      return { name, replay: done, note: short ? naiveNote(limit) : null };
    } catch (error) {
      if (error instanceof RangeError) return { name, problem: `${name}: ${error.message}` };
      throw error;
    }
  }
}

const changesNote = ({ scheduler, changes, changeCount }: Replay): string | null =>
  changeCount <= changes.length
    ? null
    : `${scheduler}: the first ${changes.length} of ${changeCount.toLocaleString('en-US')} changes are listed`;

const naiveNote = (limit: number): string =>
  `ema-haar: the first ${limit.toLocaleString('en-US')} iterations, since a wide kernel makes the definition slow`;

/** The options of the definition, all of them, with the patience in iterations. */
function resolved(options: Record<string, unknown>, { totalSteps }: SchedulerContext) {
  const total = Number(options.totalSteps ?? totalSteps);
  const { totalSteps: _, patienceFraction, ...rest } = options as Record<string, number>;
  const patience = rest.patience ?? Math.floor(patienceFraction! * total);
  return { ...rest, patience } as unknown as Parameters<typeof naiveReplay>[0];
}

async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
