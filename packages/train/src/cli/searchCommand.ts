import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { BadInput, printable } from '../badInput.js';
import { Progress } from '../loop/progress.js';
import { unreadable } from '../plainFile.js';
import { row } from '../recognise/embeddings.js';
import { Gallery } from '../recognise/gallery.js';
import { openGallery } from '../recognise/galleryFile.js';
import { imageFiles } from '../recognise/imageFiles.js';
import type { Recogniser } from '../recognise/recogniser.js';
import { badImageOption } from './imageOptions.js';
import { type NetworkFlags, recogniserOf, withNetworkFlags, withThreshold } from './networkFlags.js';
import { whole } from './parse.js';

interface SearchFlags extends NetworkFlags {
  readonly threshold?: number | string;
  readonly top: number;
  readonly onBadImage: 'fail' | 'skip';
}

/** Adds the command `search`. */
export function registerSearch(program: Command): void {
  const command = program
    .command('search')
    .description('finds the most similar faces in a gallery')
    .argument('<gallery>', 'a folder of images, or a file that embed -o gallery.safetensors wrote')
    .argument('<images...>', 'files, and folders of them')
    .option('--top <n>', 'matches of each', whole(1), 5)
    .addOption(badImageOption());
  withNetworkFlags(withThreshold(command))
    .addHelpText(
      'after',
      `
Every image of the gallery is compared. A star marks a similarity above the threshold. Among many people, some look
alike by chance: choose a higher threshold than for two images.

Examples:
  fastface-train search people/ a.jpg
  fastface-train embed people/ -o gallery.safetensors && fastface-train search gallery.safetensors a.jpg --top 3`,
    )
    .action(searchCommand);
}

async function searchCommand(source: string, paths: readonly string[], flags: SearchFlags): Promise<void> {
  const progress = new Progress(process.stderr);
  const { files, leftOut } = await imageFiles(paths);
  for (const { message } of leftOut) progress.note(`passed over: ${message}`);
  const recogniser = await recogniserOf(flags, (line) => progress.note(line), flags.threshold);
  const { onBadImage } = flags;
  const gallery = await galleryOf(source, recogniser, onBadImage, progress);
  const queries = await recogniser.embed(files, { onBadImage });
  for (const { message } of queries.skipped) progress.note(`skipped: ${message}`);
  recogniser.dispose();
  progress.end();
  const started = performance.now();
  const found = queries.names.map((image, index) => ({
    image,
    matches: gallery.search(row(queries, index), flags.top),
  }));
  const milliseconds = performance.now() - started;
  const { threshold, path: network } = recogniser;
  if (flags.json) {
    const size = gallery.names.length;
    console.log(JSON.stringify({ network, gallery: size, threshold, milliseconds, images: found }, null, 2));
    return;
  }
  for (const { image, matches } of found) {
    console.log(`${printable(image)}:`);
    for (const { name, similarity } of matches) {
      const mark = threshold !== null && similarity > threshold ? '*' : ' ';
      console.log(`${mark} ${similarity.toFixed(4).padStart(7)}  ${printable(name)}`);
    }
  }
  const each = (milliseconds / Math.max(1, found.length)).toPrecision(2);
  console.log(`${gallery.names.length} compared in ${each} ms${shown(threshold)}`);
}

const shown = (threshold: number | null) => (threshold === null ? '' : `; threshold ${threshold.toFixed(4)}`);

/** A saved gallery, or a folder that is embedded now. */
async function galleryOf(
  source: string,
  recogniser: Recogniser,
  onBadImage: SearchFlags['onBadImage'],
  progress: Progress,
): Promise<Gallery> {
  const found = await stat(source).catch((error: unknown) => {
    throw unreadable(source, error);
  });
  if (!found.isDirectory()) {
    const { gallery, network } = await openGallery(source);
    const advice = 'name the same --network, or make the gallery again with embed -o';
    if (network !== recogniser.digest)
      throw new BadInput(source, `was embedded by another network than ${recogniser.path}`, advice);
    const { embeddingSize } = recogniser.model;
    if (gallery.dimension !== embeddingSize)
      throw new BadInput(source, `has rows of ${gallery.dimension} numbers, not ${embeddingSize}`, advice);
    return gallery;
  }
  const { files, leftOut } = await imageFiles([source]);
  for (const { message } of leftOut) progress.note(`passed over: ${message}`);
  const onProgress = (done: number, total: number) => progress.share('embedding the gallery', done / total);
  const embeddings = await recogniser.embed(files, { onBadImage, onProgress });
  for (const { message } of embeddings.skipped) progress.note(`skipped: ${message}`);
  return new Gallery(embeddings);
}
