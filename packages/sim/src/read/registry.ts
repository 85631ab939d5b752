import { parquet } from './binary/parquet.js';
import { tensorboard } from './binary/tensorboard.js';
import { wandb } from './binary/wandb.js';
import { printedReaders, surestReader } from './printedReaders.js';
import type { Reader } from './reader.js';
import { notebook } from './table/notebook.js';

/** Every log format. */
export const readers: readonly Reader[] = [tensorboard, wandb, parquet, notebook, ...printedReaders];

/** The reader that is surest of these first bytes of a log (64 KiB are enough), or null. */
export const detectReader = (head: Uint8Array): Reader | null => surestReader(readers, head);
