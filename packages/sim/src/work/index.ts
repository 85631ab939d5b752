export type { Executor } from './executor.js';
export { type FileLock, lockFile } from './fileLock.js';
export { moduleBeside, threadExecutor } from './threadExecutor.js';
export { WorkError } from './workError.js';
