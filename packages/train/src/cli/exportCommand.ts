import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BadInput } from '../badInput.js';
import { writeSafetensors } from '../checkpoint/writeSafetensors.js';
import { exportGraphModel, weightsFile } from '../export/exportGraphModel.js';
import { exportOnnx } from '../export/exportOnnx.js';
import { Progress } from '../loop/progress.js';
import { makeFolder } from '../makeFolder.js';
import { toStateDict } from '../model/stateDict.js';
import type { Recogniser } from '../recognise/recogniser.js';
import { type NetworkFlags, recogniserOf, withNetworkFlags } from './networkFlags.js';
import { UsageError } from './usageError.js';

interface ExportFlags extends Omit<NetworkFlags, 'onWrongSize'> {
  readonly output: string;
  readonly names: 'pytorch' | 'tfjs';
  readonly half?: boolean;
}

/** Adds the command `export`. */
export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('a network for other programs: ONNX, TensorFlow.js, safetensors')
    .requiredOption(
      '-o, --output <file>',
      'ends in .onnx, .safetensors, or model.json (TensorFlow.js)',
      outputFile,
    )
    .addOption(
      new Option('--names <whose>', 'of safetensors: names and layout')
        .choices(['pytorch', 'tfjs'])
        .default('pytorch'),
    )
    .option('--half', 'safetensors with filters and matrices of 16-bit floats: half as large');
  withNetworkFlags(command, { images: false })
    .addHelpText(
      'after',
      `
The network takes RGB in [−1, 1], (x / 255 − 0.5) / 0.5, and gives embeddings that are not scaled to length 1. ONNX
takes images [batch, 3, S, S], TensorFlow.js [batch, S, S, 3].

Examples:
  fastface-train export -o face.onnx
  fastface-train export -o face.onnx --ema                     the average of the weights
  fastface-train export -o web/model.json --network runs/2026-04-17T09-30-00
  fastface-train export -o backbone.safetensors --network backbone.pth
  fastface-train export -o web/face.safetensors --half                      for a web page`,
    )
    .action(exportCommand);
}

async function exportCommand(flags: ExportFlags, command: Command): Promise<void> {
  const { output, names, half = false, json } = flags;
  if (!output.endsWith('.safetensors')) {
    if (command.getOptionValueSource('names') === 'cli')
      throw new UsageError('--names: only safetensors has a choice of names');
    if (half) throw new UsageError('--half: only safetensors has a choice of numbers');
  }
  const progress = new Progress(process.stderr);
  const recogniser = await recogniserOf({ ...flags, onWrongSize: 'fail' }, (line) => progress.note(line));
  const { model, path } = recogniser;
  try {
    const files = await write(recogniser, output, names, half);
    const { name, imageSize, embeddingSize } = model;
    if (json)
      console.log(JSON.stringify({ network: path, model: name, imageSize, embeddingSize, files }, null, 2));
    else
      console.log(
        `${files.join(', ')}: ${name}, images of ${imageSize}×${imageSize}, embeddings of ${embeddingSize}`,
      );
  } catch (error) {
    if (half && error instanceof RangeError)
      throw new BadInput(path, error.message, 'export it without --half');
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new BadInput(output, `cannot be written (${code})`, 'name another --output');
  } finally {
    recogniser.dispose();
  }
}

/** The files that were written. */
async function write(
  { model, threshold }: Recogniser,
  output: string,
  names: ExportFlags['names'],
  half: boolean,
): Promise<string[]> {
  makeFolder(dirname(output));
  if (output.endsWith('.onnx')) {
    await writeFile(output, await exportOnnx(model));
    return [output];
  }
  if (output.endsWith('.safetensors')) {
    const metadata = {
      model: model.name,
      image_size: String(model.imageSize),
      ...(threshold === null ? {} : { threshold: String(threshold) }),
    };
    if (names === 'pytorch')
      await writeSafetensors(output, await toStateDict(model), { format: 'pt', ...metadata }, { half });
    else await writeSafetensors(output, (await exportGraphModel(model)).tensors, metadata, { half });
    return [output];
  }
  const weights = join(dirname(output), weightsFile);
  const graph = await exportGraphModel(model);
  await writeFile(output, JSON.stringify(graph.json));
  await writeFile(weights, graph.weights);
  return [output, weights];
}

function outputFile(text: string): string {
  if (/\.(onnx|safetensors)$|(^|[/\\])model\.json$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a file that ends in .onnx, .safetensors or model.json.');
}
