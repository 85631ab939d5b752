import { realpath } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { Command } from 'commander';
import sharp from 'sharp';
import { BadInput } from '../badInput.js';
import { alignFile } from '../faces/align/alignFace.js';
import { type FaceInImage, pointList } from '../faces/align/pointList.js';
import { checkImageSize } from '../faces/loadOptions.js';
import { Progress } from '../loop/progress.js';
import { makeFolder } from '../makeFolder.js';
import { badImageOption } from './imageOptions.js';
import { whole } from './parse.js';
import { UsageError } from './usageError.js';

interface AlignFlags {
  readonly output: string;
  readonly root?: string;
  readonly imageSize: number;
  readonly onBadImage: 'fail' | 'skip';
  readonly json?: boolean;
}

/** Adds the command `align`. */
export function registerAlign(program: Command): void {
  program
    .command('align')
    .description('cuts faces out of images by five points each, as networks are trained on them')
    .argument('<list>', 'lines "path x1 y1 … x5 y5": left eye, right eye, nose, left and right mouth corner')
    .requiredOption(
      '-o, --output <folder>',
      'where the aligned faces go, as PNG under the names of the images',
    )
    .option('--root <folder>', 'where the images are (default: beside the list)')
    .option('--image-size <pixels>', 'height and width', whole(8), 112)
    .addOption(badImageOption())
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      `
Left and right are those of the image. The points refer to the image as it is seen, with its Exif orientation. A
second face of an image is written as name-2.png, or with the next number that is free.

Examples:
  fastface-train align points.txt -o aligned/
  fastface-train align points.csv --root photos/ -o aligned/ --on-bad-image skip`,
    )
    .action(alignCommand);
}

async function alignCommand(list: string, flags: AlignFlags): Promise<void> {
  const { output, root = dirname(list), imageSize, onBadImage } = flags;
  if (imageSize > 4096) throw new UsageError(`--image-size ${imageSize}: at most 4096`);
  checkImageSize(imageSize);
  const progress = new Progress(process.stderr);
  const faces = await pointList(list, root);
  const targets = targetsOf(faces, output);
  await refuseSources(targets, faces);
  const size = imageSize;
  const pixels = new Uint8Array(size * size * 3);
  let [written, skipped] = [0, 0];
  for (const [index, { file, points }] of faces.entries()) {
    try {
      await alignFile(file, points, size, pixels);
    } catch (error) {
      if (!(error instanceof BadInput) || onBadImage === 'fail') throw error;
      progress.note(`skipped: ${error.message}`);
      skipped++;
      continue;
    }
    await write(targets[index]!, pixels, size);
    written++;
    progress.share('aligning', (index + 1) / faces.length);
  }
  progress.end();
  if (flags.json) console.log(JSON.stringify({ output, imageSize, faces: written, skipped }, null, 2));
  else console.log(`${output}: ${written} faces of ${size}×${size} pixels`);
}

/** Each image's path with the ending .png, numbered from the second face on. No two are the same. */
function targetsOf(faces: readonly FaceInImage[], output: string): string[] {
  /** The last number of each path that is used. */
  const used = new Map<string, number>();
  return faces.map(({ name: image }) => {
    const { dir, name } = parse(join(output, image.replaceAll('\\', '/')));
    const plain = join(dir, name);
    let number = used.get(plain) ?? 0;
    let target: string;
    do {
      number++;
      target = number === 1 ? plain : `${plain}-${number}`;
    } while (used.has(target));
    used.set(target, 1).set(plain, number);
    return `${target}.png`;
  });
}

/** The images themselves are never written over. */
async function refuseSources(targets: readonly string[], faces: readonly FaceInImage[]): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => null);
  const sources = new Set<string | null>();
  for (const { file } of faces) sources.add(await real(file));
  for (const target of targets) {
    const path = await real(target);
    if (path !== null && sources.has(path))
      throw new BadInput(
        target,
        'is an image of the list, and would be overwritten',
        'name another --output',
      );
  }
}

async function write(path: string, pixels: Uint8Array, size: number): Promise<void> {
  try {
    makeFolder(dirname(path));
    await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
      .png()
      .toFile(path);
  } catch (error) {
    throw new BadInput(path, `cannot be written: ${(error as Error).message}`, 'name another --output');
  }
}
