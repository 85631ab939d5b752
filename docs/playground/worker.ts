import type { Answer, NeedAnswer, PartRequest, Request } from './protocol.js';
import { Workbench } from './workbench.js';

/** A worker's own side of the channel; the types of a page have another `postMessage`. */
const scope = self as unknown as { postMessage(answer: Answer | NeedAnswer): void };
const waiting = new Map<string, (text: string) => void>();

/** Asks the page for a part of the playground. */
const part = (name: string): Promise<string> =>
  new Promise((resolve) => {
    waiting.set(name, resolve);
    scope.postMessage({ kind: 'need', name });
  });

const workbench = new Workbench(part, 'fastfaceParquet' in self);

addEventListener('message', async ({ data }: MessageEvent<Request | PartRequest>) => {
  try {
    if (data.kind === 'part') waiting.get(data.name)?.(data.text);
    else scope.postMessage(data.kind === 'read' ? await workbench.read(data) : workbench.replay(data));
  } catch (error) {
    // A fault of the page's own, not of the log: said instead of waited for.
    scope.postMessage({ kind: 'broken', problem: String(error) });
  }
});
