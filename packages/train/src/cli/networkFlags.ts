import { type Command, InvalidArgumentError, Option } from 'commander';
import { type BackendName, backendNames } from '../backend/useBackend.js';
import type { WrongSize } from '../faces/decode/decodeImage.js';
import { latestRunFolder } from '../loop/runFolder.js';
import type { ModelName } from '../model/createModel.js';
import { openRecogniser, type Recogniser } from '../recognise/recogniser.js';
import { ofRun, readThreshold } from '../recognise/thresholdFile.js';
import { withShape, wrongSizeOption } from './imageOptions.js';
import { startBackend } from './startBackend.js';

/** Flags of the commands that use a trained network. */
export interface NetworkFlags {
  readonly network?: string;
  readonly model?: ModelName;
  readonly imageSize?: number;
  readonly ema?: boolean;
  readonly onWrongSize: WrongSize;
  readonly backend: BackendName;
  readonly json?: boolean;
}

/** @param images whether the command takes images */
export function withNetworkFlags(command: Command, { images = true } = {}): Command {
  command
    .optionsGroup('The network:')
    .option('--network <network>', 'a run’s folder, a checkpoint, or weights (default: the newest run)');
  withShape(command);
  if (images) command.addOption(wrongSizeOption());
  return command
    .addOption(new Option('--backend <name>', 'where it is computed').choices(backendNames).default('auto'))
    .optionsGroup('Output:')
    .option('--json', 'machine-readable');
}

/** For commands that decide. */
export function withThreshold(command: Command): Command {
  return command.option(
    '--threshold <similarity>',
    'above it two images are one person; a number, or a file that verify --json wrote (default: the run’s)',
    (text: string) => {
      if (text.trim() === '')
        throw new InvalidArgumentError('Expected a similarity from −1 to 1, or a file.');
      const value = Number(text);
      if (value < -1 || value > 1) throw new InvalidArgumentError('Expected a similarity from −1 to 1.');
      return Number.isNaN(value) ? text : value;
    },
  );
}

/** The network that the flags name, on its backend. */
export async function recogniserOf(
  { network, backend, model, imageSize, ema = false, onWrongSize }: NetworkFlags,
  onWarning: (line: string) => void,
  threshold?: number | string,
): Promise<Recogniser> {
  const path = network ?? latestRunFolder('name one: --network FOLDER');
  const decided =
    typeof threshold === 'string'
      ? await readThreshold(threshold, ema ? ofRun.averaged : ofRun.trained)
      : threshold;
  await startBackend(backend);
  return openRecogniser(path, {
    backend: null,
    ema,
    onWrongSize,
    onWarning,
    ...(model === undefined ? {} : { model }),
    ...(imageSize === undefined ? {} : { imageSize }),
    ...(decided === undefined ? {} : { threshold: decided }),
  });
}
