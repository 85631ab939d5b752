import { realpathSync, statSync } from 'node:fs';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure, printable, usageFailure } from './failure.js';

/** Options whose values are files that a command writes. */
const written = ['output', 'report', 'figure', 'writeRate', 'state'] as const;

/** Refuses a command line on which one file is read and written. `read` are the files, `options` all that was given. */
export function refuseOverwriting(read: readonly string[], options: Readonly<Record<string, unknown>>): void {
  const logs = new Set(read.flatMap(identity));
  for (const name of written) {
    for (const file of [options[name] ?? []].flat()) {
      if (typeof file !== 'string' || !identity(file).some((id) => logs.has(id))) continue;
      throw usageFailure(
        `${printable(file)}: would be overwritten, and is what the command reads; name another place`,
      );
    }
  }
}

/** The file that a path leads to, whatever links are on the way; none where it is no plain file. */
function identity(path: string): string[] {
  try {
    const { dev, ino } = statSync(path);
    return statSync(path).isFile() ? [`${dev}:${ino}`, realpathSync(path)] : [];
  } catch {
    return [];
  }
}

/**
 * Gives a file its content as a whole: `write` fills one beside it, which then takes its place, so that a failure leaves
 * what was there. A device or a pipe is written to as it is, and a link stays one.
 */
export async function intoPlace(
  what: string,
  file: string,
  write: (place: string) => Promise<unknown>,
): Promise<void> {
  const place = await realpath(file).catch(() => file);
  const there = await stat(place).catch(() => null);
  const isPlain = there === null || there.isFile();
  const first = isPlain ? `${place}.unfinished` : place;
  try {
    await write(first);
    if (isPlain) await rename(first, place);
  } catch (error) {
    if (isPlain) await rm(first, { force: true });
    if (error instanceof RangeError || error instanceof Failure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? error;
    throw new Failure(
      `${printable(file)}: the ${what} could not be written (${code}); name another place`,
      1,
    );
  }
}

/** Writes a file, or says why not. */
export const writeOutput = (what: string, file: string, content: string | Uint8Array): Promise<void> =>
  intoPlace(what, file, (place) => writeFile(place, content));

/** Makes a folder and those above it. Node's own way to do so never ends below /proc. */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => null))?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
