import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { BadInput } from '../badInput.js';
import { contactSheet } from '../faces/contactSheet.js';
import type { WrongSize } from '../faces/decode/decodeImage.js';
import { difficulties } from '../faces/generated/difficulty.js';
import { type GeneratedOptions, generatedFaces } from '../faces/generated/generatedFaces.js';
import type { TrainLoadOptions } from '../faces/loadOptions.js';
import { openFaces } from '../faces/openFaces.js';
import { wrongSizeOption } from './imageOptions.js';
import { whole } from './parse.js';
import { generatedSize } from './trainFlags.js';

interface FacesFlags {
  readonly data: string;
  readonly imageSize?: number;
  readonly onWrongSize: WrongSize;
  readonly seed: number;
  readonly sheet: string;
  readonly rows: number;
  readonly columns: number;
  readonly difficulty: NonNullable<GeneratedOptions['difficulty']>;
  readonly split: NonNullable<GeneratedOptions['split']>;
  readonly style: NonNullable<GeneratedOptions['style']>;
  readonly json?: boolean;
}

/** Adds the command `faces`, whose flags and defaults are those of the faces that `train` generates. */
export function registerFaces(program: Command): void {
  program
    .command('faces')
    .description('a contact sheet of the images to train on: one row a person')
    .requiredOption('--sheet <file.png>', 'where it goes')
    .option('--data <source>', 'generated, a folder ID/Image.jpg, or a folder with train.rec', 'generated')
    .option('--rows <n>', 'people', whole(1), 8)
    .option('--columns <n>', 'images of each', whole(1), 8)
    .option('--image-size <pixels>', 'height and width (default: 24 for generated faces, else 112)', whole(8))
    .addOption(wrongSizeOption())
    .option('--seed <n>', 'other people, other images', whole(0), 3407)
    .addOption(
      new Option('--difficulty <preset>', 'how much images of one person differ')
        .choices(Object.keys(difficulties))
        .default('hard'),
    )
    .addOption(
      new Option('--split <split>', 'nobody in test is in train').choices(['train', 'test']).default('train'),
    )
    .addOption(
      new Option('--style <style>', 'notionists is the style for tests under domain shift')
        .choices(['facesjs', 'notionists'])
        .default('facesjs'),
    )
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExamples:\n  fastface-train faces --sheet faces.png\n  fastface-train faces --sheet test.png --split test --image-size 112 --difficulty medium\n  fastface-train faces --sheet mine.png --data folder --rows 20',
    )
    .action(facesCommand);
}

/** Shows the first people of a set: the same images that training on it sees. */
export async function facesCommand(flags: FacesFlags): Promise<void> {
  const { data, rows, columns, sheet } = flags;
  const faces = data === 'generated' ? await generated(flags) : await openFaces(data, loadOptions(flags));
  try {
    await writeFile(sheet, await contactSheet(faces, { rows, columns }));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(sheet, (error as Error).message, 'give --sheet a file that can be written');
  }
  const { name, classes, length, imageSize } = faces;
  const people = Math.min(rows, classes);
  if (flags.json) console.log(JSON.stringify({ sheet, name, people, imageSize, classes, images: length }));
  else console.log(`${sheet}: ${people} people of ${name}, ${imageSize}×${imageSize} pixels`);
}

function generated({ rows, columns, imageSize = generatedSize, seed, difficulty, split, style }: FacesFlags) {
  const options = { identities: rows, perIdentity: columns, imageSize, seed, difficulty, split, style };
  return generatedFaces(options, { cache: null });
}

/** A sheet shows people with one image too. */
function loadOptions({ imageSize, onWrongSize }: FacesFlags): TrainLoadOptions {
  return { ...(imageSize === undefined ? {} : { imageSize }), onWrongSize, minPerIdentity: 1 };
}
