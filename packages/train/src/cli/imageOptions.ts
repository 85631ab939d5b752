import { type Command, Option } from 'commander';
import { wrongSizes } from '../faces/decode/decodeImage.js';
import { modelNames } from '../model/createModel.js';
import { whole } from './parse.js';

export const badImageOption = () =>
  new Option('--on-bad-image <what>', 'what to do with an unreadable image')
    .choices(['fail', 'skip'])
    .default('fail');

export const wrongSizeOption = () =>
  new Option('--on-wrong-size <what>', 'what to do with an image of another size')
    .choices(wrongSizes)
    .default('fail');

/** What a file of weights need not tell. */
export const withShape = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--model <name>',
        'network of a weights file (runs say their own; default: found from the names)',
      ).choices(modelNames),
    )
    .option(
      '--image-size <pixels>',
      'image size of a weights file (runs say their own; default: what it says, else 112)',
      whole(16),
    )
    .option('--ema', 'the average of the weights, of a run with --ema-decay');
