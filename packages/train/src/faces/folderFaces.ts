import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { BadInput } from '../badInput.js';
import type { FaceSet } from './dataset.js';
import { decodeImage } from './decode/decodeImage.js';
import { imageExtensions } from './decode/imageKind.js';
import { fewImages } from './fewImages.js';
import { checkImageSize, defaultImageSize, type TrainLoadOptions } from './loadOptions.js';
import { readImageFile, unreadable } from './readImageFile.js';

/** Deeper than any data set; a link that leads back up is noticed here. */
const deepest = 16;

/**
 * A folder with one folder of images a person: `root/ID/Image.jpg`. Labels count the folders by name in the order of code
 * points, as torchvision's ImageFolder does. Images may lie in folders of their own below ID; hidden files and other
 * endings are passed over. Images are decoded when they are asked for.
 *
 * @throws BadInput for a root without such folders, a folder without images, and a person with too few
 */
export async function folderFaces(root: string, options: TrainLoadOptions = {}): Promise<FaceSet> {
  const { imageSize = defaultImageSize, onWrongSize = 'fail', onProgress } = options;
  checkImageSize(imageSize);
  const folders = (await entries(root)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (folders.length === 0) {
    throw new BadInput(root, 'has no folder for each person', 'lay the images out as ID/Image.jpg');
  }
  const files: string[][] = [];
  for (const [label, folder] of folders.entries()) {
    const images = await imagesBelow(join(root, folder), 1);
    if (images.length === 0) {
      throw new BadInput(
        join(root, folder),
        'has no image',
        `add some (${imageExtensions.join(', ')}) or delete it`,
      );
    }
    files.push(images);
    onProgress?.((label + 1) / folders.length);
  }
  const few = fewImages(
    files.map(({ length }) => length),
    (label) => join(root, folders[label]!),
    options,
  );
  const paths = files.flatMap((images, label) => (few.has(label) ? [] : images));
  if (paths.length === 0) throw new BadInput(root, 'has nobody with enough images', 'add images');
  const labels = Int32Array.from(
    files.flatMap((images, label) => (few.has(label) ? [] : images.map(() => label))),
  );
  return {
    name: root,
    imageSize,
    classes: folders.length,
    length: paths.length,
    leftOut: [...few.values()],
    label: (index) => labels[index]!,
    image: async (index, into) =>
      decodeImage(await readImageFile(paths[index]!), paths[index]!, imageSize, onWrongSize, into),
    describe: (index) => paths[index]!,
  };
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Folders and plain files, links followed, by name in the order of code points (which is that of UTF-8). */
async function entries(folder: string): Promise<Entry[]> {
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

async function imagesBelow(folder: string, depth: number): Promise<string[]> {
  if (depth > deepest) {
    throw new BadInput(
      folder,
      `is ${deepest} folders deep`,
      'look for a link that leads back to a folder above it',
    );
  }
  const images: string[] = [];
  for (const { name, isFolder } of await entries(folder)) {
    if (isFolder) for (const image of await imagesBelow(join(folder, name), depth + 1)) images.push(image);
    else if (isImageName(name)) images.push(join(folder, name));
  }
  return images;
}

const endings: readonly string[] = imageExtensions;
const isImageName = (name: string) => endings.includes(extname(name).slice(1).toLowerCase());
