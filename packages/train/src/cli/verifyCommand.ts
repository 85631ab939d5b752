import { type Command, Option } from 'commander';
import { backendNames } from '../backend/useBackend.js';
import type { PairSet } from '../faces/dataset.js';
import { type DifficultyName, difficulties } from '../faces/generated/difficulty.js';
import { openPairs } from '../faces/openPairs.js';
import { ijbFaces } from '../faces/pairs/ijbFaces.js';
import { openNetwork } from '../loop/openNetwork.js';
import { Progress } from '../loop/progress.js';
import type { RunConfig } from '../loop/runConfig.js';
import { unseenPairs } from '../loop/unseenPairs.js';
import { embedderOf, verificationTable } from '../loop/verification.js';
import type { ModelName } from '../model/createModel.js';
import { rawPixels } from '../verify/rawPixels.js';
import { verifyPairs } from '../verify/verifyPairs.js';
import { verifyTemplates } from '../verify/verifyTemplates.js';
import { badImageOption, withShape, wrongSizeOption } from './imageOptions.js';
import { collect, even, whole } from './parse.js';
import { startBackend } from './startBackend.js';

interface VerifyFlags {
  readonly data: readonly string[];
  readonly root?: string;
  readonly ijb?: string;
  readonly target: 'ijbb' | 'ijbc';
  readonly pairs: number;
  readonly style: 'facesjs' | 'notionists';
  readonly difficulty?: DifficultyName;
  readonly seed?: number;
  readonly model?: ModelName;
  readonly imageSize?: number;
  readonly ema?: boolean;
  readonly onWrongSize: 'fail' | 'resize';
  readonly onBadImage: 'fail' | 'skip';
  readonly backend: (typeof backendNames)[number];
  readonly batchSize: number;
  readonly json?: boolean;
}

/** Adds the command `verify`. */
export function registerVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('how well a network tells whether two images show one person')
    .argument('<network>', 'a run’s folder, a checkpoint, or weights: safetensors, or PyTorch’s .pth')
    .optionsGroup('What to verify on:')
    .option(
      '--data <set>',
      'a .bin, a list of pairs, or a folder with pair_label.npy; several times',
      collect,
      [],
    )
    .option('--root <folder>', 'where the images of a list are (default: beside it)')
    .option('--ijb <folder>', 'IJB-B or IJB-C, with meta and loose_crop')
    .addOption(new Option('--target <which>', 'of --ijb').choices(['ijbb', 'ijbc']).default('ijbc'))
    .option(
      '--pairs <n>',
      'generated pairs of unseen people, where no --data or --ijb is given',
      whole(20),
      2000,
    )
    .addOption(
      new Option('--style <style>', 'of these').choices(['facesjs', 'notionists']).default('facesjs'),
    )
    .addOption(
      new Option('--difficulty <preset>', 'of these (default: the run’s)').choices(Object.keys(difficulties)),
    )
    .option('--seed <n>', 'of these (default: the run’s)', whole(0))
    .optionsGroup('How:');
  withShape(command)
    .addOption(wrongSizeOption())
    .addOption(badImageOption())
    .addOption(new Option('--backend <name>', 'where it is computed').choices(backendNames).default('auto'))
    .option('--batch-size <n>', 'images at once, an even number', even, 64)
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      `
Examples:
  fastface-train verify runs/2026-04-17T09-30-00
  fastface-train verify runs/2026-04-17T09-30-00 --style notionists
  fastface-train verify runs/2026-04-17T09-30-00/checkpoints/best-00014000 --ema
  fastface-train verify backbone.pth --data lfw.bin --data cfp_fp.bin
  fastface-train verify backbone.safetensors --ijb IJBC/ --target ijbc`,
    )
    .action(verifyCommand);
}

export async function verifyCommand(path: string, flags: VerifyFlags): Promise<void> {
  const progress = new Progress(process.stderr);
  await startBackend(flags.backend);
  const { model, path: from, config } = await openNetwork(path, flags, (line) => progress.note(line));
  const { imageSize } = model;
  const { batchSize, onBadImage, onWrongSize, root } = flags;
  const results: object[] = [];
  const onProgress = (done: number, total: number) => progress.share('verifying', done / total);
  const report = (text: string, result: object) => {
    progress.end();
    if (!flags.json) console.log(`${text}\n`);
    results.push(result);
  };

  const sets: (() => Promise<PairSet>)[] = flags.data.map(
    (set) => () => openPairs(set, { imageSize, onWrongSize, ...(root === undefined ? {} : { root }) }),
  );
  if (sets.length === 0 && flags.ijb === undefined)
    sets.push(() => generated(config, imageSize, flags, progress));
  if (!flags.json) console.log(`${model.name} of ${from}\n`);
  for (const open of sets) {
    const set = await open();
    const options = { batchSize, onBadImage, onProgress };
    const rows = [
      { name: 'raw pixels', result: await verifyPairs(set, rawPixels, options) },
      { name: 'network', result: await verifyPairs(set, embedderOf(model), options) },
    ];
    for (const { message } of rows[1]!.result.skipped) progress.note(`skipped: ${message}`);
    const { threshold } = rows[1]!.result;
    report(
      `${verificationTable(set, rows)}\nmost accurate threshold of the network: similarity ${threshold.toFixed(4)}`,
      rows.map(({ name, result: { skipped, ...result } }) => ({
        network: name,
        ...result,
        skipped: skipped.length,
      })),
    );
  }
  if (flags.ijb !== undefined) {
    const set = await ijbFaces(flags.ijb, flags.target, { imageSize });
    const { skipped, ...result } = await verifyTemplates(set, embedderOf(model), {
      batchSize,
      onBadImage,
      onProgress,
    });
    for (const { message } of skipped) progress.note(`skipped: ${message}`);
    const rates = result.tarAtFar.map(
      ({ far, tar }) => `${(100 * tar).toFixed(2)} % at ${far.toExponential(0)}`,
    );
    report(`${set.name}: TAR ${rates.join(', ')}`, { ...result, skipped: skipped.length });
  }
  if (flags.json)
    console.log(JSON.stringify({ network: from, model: model.name, results: results.flat() }, null, 2));
  model.dispose();
}

/** Generated people, as those of the run's training set are drawn; nobody of them is in it. */
function generated(
  config: RunConfig | null,
  imageSize: number,
  { pairs, style, difficulty, seed }: VerifyFlags,
  progress: Progress,
): Promise<PairSet> {
  const run = config?.data.generated;
  const data = { difficulty: difficulty ?? run?.difficulty ?? 'hard', style };
  const settings = {
    onProgress: (done: number, total: number) => progress.share('drawing faces', done / total),
  };
  return unseenPairs({ ...data, seed: seed ?? config?.seed ?? 3407, imageSize, pairs }, settings);
}
