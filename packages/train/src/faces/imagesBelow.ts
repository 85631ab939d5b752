import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { BadInput } from '../badInput.js';
import { unreadable } from '../plainFile.js';
import { imageExtensions } from './decode/imageKind.js';

/** Deeper than any data set; a link that leads back up is noticed here. */
const deepest = 16;

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Folders and plain files, links followed, by name in the order of code points (which is that of UTF-8). */
export async function entries(folder: string): Promise<Entry[]> {
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
  const known: Entry[] = [];
  for (const entry of found) {
    if (entry.name.startsWith('.')) continue;
    // A link that leads nowhere is passed over like a device.
    const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => entry) : entry;
    if (target.isDirectory() || target.isFile())
      known.push({ name: entry.name, isFolder: target.isDirectory() });
  }
  return known.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

/** Paths of the images in a folder and in the folders in it, by name. */
export async function imagesBelow(folder: string, passedOver: PassedOver, depth = 0): Promise<string[]> {
  if (depth > deepest) {
    throw new BadInput(
      folder,
      `is ${deepest} folders deep`,
      'look for a link that leads back to a folder above it',
    );
  }
  const images: string[] = [];
  for (const { name, isFolder } of await entries(folder)) {
    if (isFolder) {
      for (const image of await imagesBelow(join(folder, name), passedOver, depth + 1)) images.push(image);
    } else if (endings.includes(endingOf(name))) images.push(join(folder, name));
    else passedOver.add(name);
  }
  return images;
}

const endings: readonly string[] = imageExtensions;
const endingOf = (name: string) => extname(name).slice(1).toLowerCase();

/** Counts the files whose endings are of no image that is read, such as GIF, so that nobody misses them unawares. */
export class PassedOver {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const ending = endingOf(name);
    this.#counts.set(ending, (this.#counts.get(ending) ?? 0) + 1);
  }

  /** One line for all of them; none where there are none. */
  notes(folder: string): BadInput[] {
    const counts = [...this.#counts].sort(([, a], [, b]) => b - a);
    if (counts.length === 0) return [];
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const shown = counts
      .slice(0, 5)
      .map(([ending, count]) => `${count} ${ending === '' ? 'without ending' : `.${ending}`}`);
    const problem = `has ${total === 1 ? 'one file' : `${total} files`} of other kinds: ${shown.join(', ')}`;
    return [
      new BadInput(folder, problem, `images are ${imageExtensions.join(', ')}: convert what should be one`),
    ];
  }
}
