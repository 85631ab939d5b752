import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BadInput } from '../badInput.js';
import { contactSheet } from '../faces/contactSheet.js';
import { difficulties } from '../faces/generated/difficulty.js';
import { type GeneratedOptions, generatedFaces } from '../faces/generated/generatedFaces.js';

interface FacesFlags extends Required<Pick<GeneratedOptions, 'imageSize' | 'seed'>> {
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
    .description('a contact sheet of the generated faces: one row a person')
    .requiredOption('--sheet <file.png>', 'where it goes')
    .option('--rows <n>', 'people', whole(1), 8)
    .option('--columns <n>', 'images of each', whole(1), 8)
    .option('--image-size <pixels>', 'height and width of an image', whole(8), 32)
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
      '\nExamples:\n  fastface-train faces --sheet faces.png\n  fastface-train faces --sheet test.png --split test --image-size 112 --difficulty medium',
    )
    .action(facesCommand);
}

/** Draws the first people of a set: the same images that training on it sees. */
export async function facesCommand(flags: FacesFlags): Promise<void> {
  const { rows, columns, imageSize, seed, difficulty, split, style } = flags;
  const options = { identities: rows, perIdentity: columns, imageSize, seed, difficulty, split, style };
  const faces = await generatedFaces(options, { cache: null });
  try {
    await writeFile(flags.sheet, await contactSheet(faces, { rows, columns }));
  } catch (error) {
    throw new BadInput(flags.sheet, (error as Error).message, 'give --sheet a file that can be written');
  }
  if (flags.json) console.log(JSON.stringify({ sheet: flags.sheet, ...options }));
  else console.log(`${flags.sheet}: ${rows} people, ${columns} images of each, ${faces.name}`);
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number, at least ${least}.`);
    }
    return value;
  };
}
