import source from 'worker-source';
import { loadPart } from './loadPart.js';
import type {
  Answer,
  NeedAnswer,
  PartRequest,
  ReadAnswer,
  ReadRequest,
  ReplayAnswer,
  ReplayRequest,
} from './protocol.js';

/**
 * The page's side of the worker. One request is under way at a time; of the replays asked for meanwhile only the newest
 * is kept, so that a slider never waits for values it has left behind.
 */
export class Desk {
  private worker = this.hire([source]);
  /** The request that is under way. */
  private current: ReadRequest | ReplayRequest | null = null;
  private reading: ReadRequest | null = null;
  private replaying: ReplayRequest | null = null;

  constructor(
    private readonly onRead: (answer: ReadAnswer) => void,
    private readonly onReplay: (answer: ReplayAnswer) => void,
    private readonly onBroken: (message: string) => void,
  ) {}

  private hire(sources: readonly string[]): Worker {
    const script = new Blob([sources.join('\n')], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(script));
    worker.addEventListener('message', ({ data }: MessageEvent<Answer | NeedAnswer>) => {
      if (data.kind === 'need') this.give(data.name);
      else this.take(data);
    });
    worker.addEventListener('error', ({ message }) => this.giveUp(message));
    return worker;
  }

  read(request: ReadRequest): void {
    this.reading = request;
    this.replaying = null;
    this.next();
  }

  replay(request: ReplayRequest): void {
    this.replaying = request;
    this.next();
  }

  private next(): void {
    if (this.current) return;
    const request = this.reading ?? this.replaying;
    if (!request) return;
    if (this.reading) this.reading = null;
    else this.replaying = null;
    this.current = request;
    this.worker.postMessage(request);
  }

  private async give(name: string): Promise<void> {
    try {
      const text = await loadPart(name);
      if (name === 'parquet') {
        // A program: another worker begins with it, as one of a page that is opened as a file can load none.
        this.worker.terminate();
        this.worker = this.hire([text, source]);
        this.worker.postMessage(this.current);
      } else this.worker.postMessage({ kind: 'part', name, text } satisfies PartRequest);
    } catch (error) {
      this.giveUp((error as Error).message);
    }
  }

  /** Says what went wrong, and goes on with another worker and the next request. */
  private giveUp(message: string): void {
    this.onBroken(message);
    // A worker that breaks without a request would break again.
    if (!this.current) return;
    this.worker.terminate();
    this.worker = this.hire([source]);
    this.current = null;
    this.next();
  }

  private take(answer: Answer): void {
    this.current = null;
    // What was asked of a run that another is about to replace is not shown.
    if (answer.kind === 'broken') this.onBroken(answer.problem);
    else if (answer.kind === 'read') this.onRead(answer);
    else if (!this.reading) this.onReplay(answer);
    this.next();
  }
}
