/**
 * Spreading work over threads, or over any machines that reach one Redis: what `fastface sweep` does it with, for
 * programs of one's own.
 */
export type { Executor } from './executor.js';
export { type FileLock, lockFile } from './fileLock.js';
export { inOrder } from './inOrder.js';
export { isRedisUrl } from './queue/connection.js';
export type {
  ConnectOptions,
  QueuedWork,
  QueueExecutor,
  QueueWorker,
  WorkerOptions,
} from './queue/contract.js';
export { openQueueExecutor, openQueueWorker } from './queue/open.js';
export { readJson } from './readJson.js';
export { moduleBeside, threadExecutor } from './threadExecutor.js';
export { WorkError } from './workError.js';
