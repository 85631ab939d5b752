/**
 * Distributes work over threads, or over machines that share a Redis. `fastface sweep` uses it; so can your own
 * programs.
 */
export type { Executor } from './executor.js';
export { WorkError } from './executor.js';
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
