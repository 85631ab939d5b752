import { readFileSync } from 'node:fs';
import { Failure } from '../cli/failure.js';
import type { WatchSettings } from './liveRun.js';
import { replaceFile } from './replaceFile.js';
import type { SavedWatch } from './watchLog.js';

/** What a watcher was told to do, which must be the same when it goes on. */
interface Task {
  readonly file: string;
  readonly settings: WatchSettings;
}

interface Stored extends SavedWatch {
  readonly version: 1;
  readonly task: Task;
}

/** A state is written at most so often, in milliseconds, unless an event has been told since. */
const often = 200;

export interface StateFile {
  readonly saved: SavedWatch | null;
  save(state: SavedWatch): void;
  /** Writes what has not been written yet. */
  flush(): void;
}

/**
 * Keeps a watcher's state in a file that is replaced as a whole. A watcher that is killed goes on from there: what it had told
 * after the state was written, it tells again, with the same numbers.
 */
export function stateFile(path: string, task: Task, warn: (message: string) => void): StateFile {
  const stored = read(path);
  if (stored !== null && JSON.stringify(stored.task) !== JSON.stringify(task))
    throw new Failure(
      `${path}: the state is of another watch (${describe(stored.task)}); use its options, or another --state file`,
      2,
    );
  let [writtenAt, events, failed] = [-Infinity, -1, ''];
  let waiting: SavedWatch | null = null;
  const write = (state: SavedWatch) => {
    try {
      replaceFile(path, `${JSON.stringify({ version: 1, task, ...state } satisfies Stored)}\n`);
      [writtenAt, events, failed, waiting] = [performance.now(), state.watcher.events, '', null];
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      if (reason !== failed) warn(`${path}: the state could not be written (${reason}); it is tried again`);
      failed = reason;
    }
  };
  return {
    saved: stored,
    save(state) {
      waiting = state;
      if (state.watcher.events !== events || performance.now() - writtenAt >= often) write(state);
    },
    flush() {
      if (waiting !== null) write(waiting);
    },
  };
}

function read(path: string): Stored | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new Failure(`${path}: the state could not be read (${code}); check the path`, 1);
  }
  try {
    const stored = JSON.parse(text) as Stored;
    if (stored.version === 1 && typeof stored.watcher.events === 'number') return stored;
  } catch {
    // Told below.
  }
  throw new Failure(`${path}: this is no state of fastface watch; name another --state file`, 1);
}

const describe = ({ file, settings }: Task): string =>
  [
    file,
    settings.scheduler,
    ...settings.set,
    ...(settings.learningRate === null ? [] : [`rate ${settings.learningRate}`]),
    ...(settings.totalSteps === null ? [] : [`${settings.totalSteps} steps`]),
  ].join(' ');
