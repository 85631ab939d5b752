import faces from '../../packages/sim/traces/face-training.jsonl.gz';
import quadratic from '../../packages/sim/traces/synthetic-quadratic.jsonl';
import type { Answer, Request } from './protocol.js';
import { Workbench } from './workbench.js';

/** A worker's own side of the channel; the types of a page have another `postMessage`. */
const scope = self as unknown as { postMessage(answer: Answer): void };
const workbench = new Workbench({
  'face-training.jsonl.gz': faces,
  'synthetic-quadratic.jsonl': new TextEncoder().encode(quadratic),
});

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  try {
    scope.postMessage(data.kind === 'read' ? await workbench.read(data) : workbench.replay(data));
  } catch (error) {
    // A fault of the page's own, not of the log: said instead of waited for.
    scope.postMessage({ kind: 'broken', problem: String(error) });
  }
});
