import type { Pixels } from '@fastface/train/browser';
import { loadPart } from '../playground/loadPart.js';
import type { Answer, Request, Seen } from './protocol.js';

interface Waiting {
  resolve(seen: Seen | null): void;
  reject(error: Error): void;
}

/** The page's side of the worker, which is loaded, with the network, when the first picture is there. */
export class Desk {
  private hired: Promise<Worker> | null = null;
  /** Requests without an answer, in their order. */
  private waiting: Waiting[] = [];

  /**
   * Puts a picture into a place.
   *
   * @throws Error with one line for people where the worker or the network cannot be loaded; the next picture tries again
   */
  async see(place: number, picture: Pixels): Promise<Seen> {
    return (await this.ask({ kind: 'picture', place, picture }))!;
  }

  /** Empties a place. */
  async forget(place: number): Promise<void> {
    if (this.hired) await this.ask({ kind: 'picture', place, picture: null });
  }

  private async ask(request: Request): Promise<Seen | null> {
    this.hired ??= this.hire();
    const worker = await this.hired.catch((error: unknown) => {
      this.hired = null;
      throw error;
    });
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      worker.postMessage(request);
    });
  }

  private async hire(): Promise<Worker> {
    const [source, network] = await Promise.all([loadPart('worker'), loadPart('network')]);
    const script = new Blob([source], { type: 'text/javascript' });
    const address = URL.createObjectURL(script);
    const worker = new Worker(address);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      URL.revokeObjectURL(address);
      const { resolve, reject } = this.waiting.shift()!;
      if ('problem' in data) reject(new Error(data.problem));
      else resolve(data.seen);
    });
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      this.hired = null;
      for (const { reject } of this.waiting.splice(0))
        reject(new Error(`${message ?? 'The worker did not start'}: reload the page.`));
    });
    const bytes = Uint8Array.from(atob(network), (letter) => letter.charCodeAt(0)).buffer;
    worker.postMessage({ kind: 'network', bytes } satisfies Request, [bytes]);
    return worker;
  }
}
