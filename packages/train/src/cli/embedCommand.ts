import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { BadInput } from '../badInput.js';
import { Progress } from '../loop/progress.js';
import { makeFolder } from '../makeFolder.js';
import { type Embeddings, row } from '../recognise/embeddings.js';
import { Gallery } from '../recognise/gallery.js';
import { saveGallery } from '../recognise/galleryFile.js';
import { imageFiles } from '../recognise/imageFiles.js';
import type { Recogniser } from '../recognise/recogniser.js';
import { writeNpy } from '../recognise/writeNpy.js';
import { badImageOption } from './imageOptions.js';
import { type NetworkFlags, recogniserOf, withNetworkFlags } from './networkFlags.js';
import { even } from './parse.js';

interface EmbedFlags extends NetworkFlags {
  readonly output?: string;
  readonly onBadImage: 'fail' | 'skip';
  readonly batchSize: number;
}

/** Adds the command `embed`. */
export function registerEmbed(program: Command): void {
  const command = program
    .command('embed')
    .description('the embeddings of aligned faces: of each image and its mirror image together, of length 1')
    .argument('<images...>', 'files, and folders of them')
    .option('-o, --output <file>', 'where they go: .json, .npy, or .safetensors for search', outputFile)
    .addOption(badImageOption())
    .option('--batch-size <n>', 'images at once, an even number', even, 64);
  withNetworkFlags(command)
    .addHelpText(
      'after',
      `
Examples:
  fastface-train embed a.jpg b.jpg                           JSON, with the newest run
  fastface-train embed people/ -o gallery.safetensors        a gallery for search
  fastface-train embed people/ -o people.npy --network backbone.pth --on-wrong-size resize`,
    )
    .action(embedCommand);
}

async function embedCommand(paths: readonly string[], flags: EmbedFlags): Promise<void> {
  const { onBadImage, batchSize, output } = flags;
  const progress = new Progress(process.stderr);
  const { files, leftOut } = await imageFiles(paths);
  for (const { message } of leftOut) progress.note(`passed over: ${message}`);
  // A wrong path is told before the work.
  if (output !== undefined) await written(output, () => folderOf(output));
  const recogniser = await recogniserOf(flags, (line) => progress.note(line));
  const onProgress = (done: number, total: number) => progress.share('embedding', done / total);
  const embeddings = await recogniser.embed(files, { batchSize, onBadImage, onProgress });
  for (const { message } of embeddings.skipped) progress.note(`skipped: ${message}`);
  progress.end();
  recogniser.dispose();
  const summary = {
    network: recogniser.path,
    digest: recogniser.digest,
    dimension: embeddings.dimension,
    images: embeddings.names.length,
    skipped: embeddings.skipped.length,
  };
  if (output === undefined) {
    for (const line of jsonLines(recogniser, embeddings)) console.log(line.trimEnd());
    return;
  }
  await written(output, () => write(output, recogniser, embeddings));
  if (flags.json) console.log(JSON.stringify({ ...summary, output }, null, 2));
  else console.log(`${output}: ${summary.images} embeddings of ${summary.dimension} numbers`);
}

/** Makes the folder. Below a file there is no dot, so a file in its place is refused. */
async function folderOf(output: string): Promise<void> {
  makeFolder(dirname(output));
  await access(`${dirname(output)}/.`);
}

async function written(output: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new BadInput(output, `cannot be written (${code})`, 'name another --output');
  }
}

async function write(output: string, recogniser: Recogniser, embeddings: Embeddings): Promise<void> {
  const { names, dimension, values } = embeddings;
  if (output.endsWith('.npy')) await writeNpy(output, [names.length, dimension], values);
  else if (output.endsWith('.json')) await writeFile(output, jsonLines(recogniser, embeddings));
  else await saveGallery(output, new Gallery(embeddings), recogniser.digest);
}

/**
 * One image a line; one string for all could not hold more than some ten thousand. Nine digits are what a 32-bit float
 * has.
 */
function* jsonLines({ path, digest }: Recogniser, embeddings: Embeddings): Generator<string> {
  const { names, dimension } = embeddings;
  yield `{"network":${JSON.stringify(path)},"digest":"${digest}","dimension":${dimension},"images":[\n`;
  for (const [index, file] of names.entries()) {
    const embedding = Array.from(row(embeddings, index), (value) => Number(value.toPrecision(9)));
    yield `${JSON.stringify({ file, embedding })}${index + 1 < names.length ? ',' : ''}\n`;
  }
  yield ']}\n';
}

function outputFile(text: string): string {
  if (/\.(json|npy|safetensors)$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a file that ends in .json, .npy or .safetensors.');
}
