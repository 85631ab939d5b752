import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BadInput } from '../badInput.js';
import { Progress } from '../loop/progress.js';
import { type Embeddings, row } from '../recognise/embeddings.js';
import { Gallery } from '../recognise/gallery.js';
import { saveGallery } from '../recognise/galleryFile.js';
import { imageFiles } from '../recognise/imageFiles.js';
import type { Recogniser } from '../recognise/recogniser.js';
import { writeNpy } from '../recognise/writeNpy.js';
import { type NetworkFlags, recogniserOf, withNetworkFlags } from './networkFlags.js';
import { whole } from './parse.js';

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
    .addOption(
      new Option('--on-bad-image <what>', 'one that cannot be read')
        .choices(['fail', 'skip'])
        .default('fail'),
    )
    .option('--batch-size <n>', 'images at once, an even number', whole(2), 64);
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
    console.log(asJson(recogniser, embeddings));
    return;
  }
  await write(output, recogniser, embeddings).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new BadInput(output, `cannot be written (${error.code})`, 'name another --output');
  });
  if (flags.json) console.log(JSON.stringify({ ...summary, output }, null, 2));
  else console.log(`${output}: ${summary.images} embeddings of ${summary.dimension} numbers`);
}

async function write(output: string, recogniser: Recogniser, embeddings: Embeddings): Promise<void> {
  const { names, dimension, values } = embeddings;
  if (output.endsWith('.npy')) await writeNpy(output, [names.length, dimension], values);
  else if (output.endsWith('.json')) await writeFile(output, `${asJson(recogniser, embeddings)}\n`);
  else await saveGallery(output, new Gallery(embeddings), recogniser.digest);
}

/** One image a line. Nine digits are what a 32-bit float has. */
function asJson({ path, digest }: Recogniser, embeddings: Embeddings): string {
  const { names, dimension } = embeddings;
  const images = names.map((file, index) =>
    JSON.stringify({
      file,
      embedding: Array.from(row(embeddings, index), (value) => Number(value.toPrecision(9))),
    }),
  );
  const head = `{"network":${JSON.stringify(path)},"digest":"${digest}","dimension":${dimension},"images":[`;
  return `${head}\n${images.join(',\n')}\n]}`;
}

function outputFile(text: string): string {
  if (/\.(json|npy|safetensors)$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a file that ends in .json, .npy or .safetensors.');
}
