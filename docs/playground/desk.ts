import source from 'worker-source';
import type { Answer, ReadAnswer, ReadRequest, ReplayAnswer, ReplayRequest } from './protocol.js';

/**
 * The page's side of the worker. One request is under way at a time; of the replays asked for meanwhile only the newest
 * is kept, so that a slider never waits for values it has left behind.
 */
export class Desk {
  private readonly worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  private busy = false;
  private reading: ReadRequest | null = null;
  private replaying: ReplayRequest | null = null;

  constructor(
    private readonly onRead: (answer: ReadAnswer) => void,
    private readonly onReplay: (answer: ReplayAnswer) => void,
    private readonly onBroken: (message: string) => void,
  ) {
    this.worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.take(data));
    this.worker.addEventListener('error', ({ message }) => onBroken(message));
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
    if (this.busy) return;
    const request = this.reading ?? this.replaying;
    if (!request) return;
    if (this.reading) this.reading = null;
    else this.replaying = null;
    this.busy = true;
    this.worker.postMessage(request);
  }

  private take(answer: Answer): void {
    this.busy = false;
    // What was asked of a run that another is about to replace is not shown.
    if (answer.kind === 'broken') this.onBroken(answer.problem);
    else if (answer.kind === 'read') this.onRead(answer);
    else if (!this.reading) this.onReplay(answer);
    this.next();
  }
}
