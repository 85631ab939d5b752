import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkError } from './executor.js';

/** The right to write a file, until it is released. */
export interface FileLock {
  release(): Promise<void>;
}

/** The holder of a lock. On Linux, `started` distinguishes a process from an earlier one with the same id. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly started: string | null;
}

/** Milliseconds that a process may take to write its id into a new lock. */
const patience = 1000;

/**
 * Locks a file that only one process at a time may write. `FILE.lock` next to it contains the process id. The lock of
 * a process that ended without releasing it is taken over.
 *
 * @throws WorkError that names the process that holds it; an error with a code where the lock cannot be written
 */
export async function lockFile(file: string): Promise<FileLock> {
  const lock = `${file}.lock`;
  const own = JSON.stringify(await holder(process.pid));
  for (;;) {
    if (await create(lock, own)) return { release: () => rm(lock, { force: true }) };
    const found = await contentOf(lock);
    if (found === null) continue;
    const owner = parse(found);
    if (owner && (await isAlive(owner))) throw new WorkError(heldBy(file, lock, owner));
    await takeAway(lock, found);
  }
}

const create = (lock: string, content: string) =>
  writeFile(lock, content, { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

/** The content of the lock once it is written; null if the lock is gone. */
async function contentOf(lock: string): Promise<string | null> {
  for (const end = Date.now() + patience; ; await pause(20)) {
    const content = await readFile(lock, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (content === null || parse(content) || Date.now() > end) return content;
  }
}

function parse(content: string): Holder | null {
  try {
    const { pid, host, started } = JSON.parse(content) as Holder;
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, host: String(host), started } : null;
  } catch {
    return null;
  }
}

/**
 * Removes a lock whose process has ended. A second lock ensures that only one process does so. It checks again first,
 * because another process may have replaced the lock in the meantime.
 */
async function takeAway(lock: string, stale: string): Promise<void> {
  const removal = `${lock}.removal`;
  if (!(await create(removal, ''))) {
    const { mtimeMs } = await stat(removal).catch(() => ({ mtimeMs: Date.now() }));
    // Removal takes milliseconds; an older removal lock belongs to a killed process.
    if (Date.now() - mtimeMs > 10 * patience) await rm(removal, { force: true });
    return void (await pause(20));
  }
  try {
    if ((await readFile(lock, 'utf8').catch(() => null)) === stale) await rm(lock, { force: true });
  } finally {
    await rm(removal, { force: true });
  }
}

/** A process of another machine cannot be checked and counts as alive. */
async function isAlive({ pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === (await holder(pid)).started;
}

const holder = async (pid: number): Promise<Holder> => ({
  pid,
  host: hostname(),
  started: await startOf(pid),
});

/** The boot and the clock tick at which a process started, from Linux's /proc; null elsewhere. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The process name, in brackets, may contain anything; the start time is the 20th field after it.
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

function heldBy(file: string, lock: string, { pid, host }: Holder): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  const advice = where === '' ? 'wait for it' : `wait for it; if it is gone, remove ${lock}`;
  return `${file}: process ${pid}${where} is writing it; ${advice}, or name another place`;
}
