import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendNames } from '../backend/useBackend.js';
import { augmentations } from '../faces/augment.js';
import { difficulties } from '../faces/generated/difficulty.js';
import { optimizers, runConfig } from '../loop/runConfig.js';
import { modelNames } from '../model/createModel.js';
import { collect, real, triple, whole } from './parse.js';
import { endless } from './trainFlags.js';

/** Adds the options of `train`, with the defaults of a run that nothing else is said about. */
export function withTrainOptions(command: Command): Command {
  const { data, ...config } = runConfig();
  const { generated } = data;
  const choice = (flags: string, description: string, choices: readonly string[], value: string) =>
    new Option(flags, description).choices(choices).default(value);
  return command
    .optionsGroup('The run:')
    .option('--out <folder>', 'where trace, checkpoints and report go (default: a new one below runs)')
    .option(
      '--resume [folder]',
      'go on where a run, or one of its checkpoints, stopped (default: the newest run below runs)',
    )
    .option('--checkpoint-every <n>', 'steps', whole(1), 500)
    .option(
      '--max-bad-losses <n>',
      'stop after this number of losses in a row that are not finite',
      whole(1),
      10,
    )
    .option('--json', 'a JSON object on standard output, progress on standard error')
    .optionsGroup('Verification:')
    .option('--verify <set>', 'a .bin, a list of pairs, a folder; several times', collect, [])
    .option('--verify-pairs <n>', 'after generated faces: pairs of unseen people; 0 for none', pairs, 800)
    .option(
      '--verify-every <n>',
      'steps between verifications, the most accurate of which keeps its checkpoint (default: at the end only)',
      whole(1),
    )
    .option('--verify-untrained', 'the untrained network, too, to compare with')
    .optionsGroup('Images:')
    .option(
      '--data <source>',
      'generated, a folder ID/Image.jpg, or a folder with train.rec or shards of it; several times for sets of different people (default: generated)',
      collect,
    )
    .option(
      '--image-size <pixels>',
      'height and width (default: 24 for generated faces, else what the data say, or 112)',
      whole(16),
    )
    .option('--identities <n>', 'people to generate', whole(2), generated.identities)
    .option('--per-identity <n>', 'images of each', whole(2), generated.perIdentity)
    .addOption(
      choice(
        '--difficulty <preset>',
        'how much these differ',
        Object.keys(difficulties),
        generated.difficulty,
      ),
    )
    .addOption(
      choice(
        '--augmentation <kind>',
        'heavy is the reference’s optional one',
        augmentations,
        config.augmentation,
      ),
    )
    .addOption(
      choice(
        '--on-bad-image <what>',
        'what to do with an unreadable image',
        ['fail', 'skip'],
        data.onBadImage,
      ),
    )
    .addOption(
      choice('--on-few-images <what>', 'a person with one image', ['fail', 'skip', 'keep'], data.onFewImages),
    )
    .addOption(
      choice(
        '--on-wrong-size <what>',
        'what to do with an image of another size',
        ['fail', 'resize'],
        data.onWrongSize,
      ),
    )
    .optionsGroup('Network and loss:')
    .addOption(choice('--model <name>', 'the backbone', modelNames, config.model))
    .option('--embedding-size <n>', 'numbers in an embedding', whole(1), config.embeddingSize)
    .option('--margin <m1,m2,m3>', 'm3 > 0 is CosFace, else 1,m2,0 ArcFace', triple, config.margin)
    .option('--scale <s>', 'of the logits (the reference: 64)', real(0), config.scale)
    .addOption(choice('--gradient <kind>', 'of ArcFace’s margin', ['reference', 'exact'], config.gradient))
    .option(
      '--interclass-filter <cosine>',
      'other classes above it do not count, in case they are the same person; 0 for none',
      real(0, 1, true),
      config.interclassFilter,
    )
    .option('--sample-rate <share>', 'of the classes in a step (PartialFC)', real(0, 1), config.sampleRate)
    .option('--weights <file>', 'safetensors or .pth that the backbone starts from')
    .addOption(choice('--backend <name>', 'where tensors are computed', backendNames, config.backend))
    .option('--threads <n>', 'that share a batch on wasm: up to one an idle core', whole(1), config.threads)
    .optionsGroup('Optimisation:')
    .addOption(
      new Option('--steps <n>', 'updates; auto: until the scheduler decides that the run can end')
        .argParser((text) => (text === 'auto' ? endless : whole(1)(text)))
        .default(config.steps)
        .conflicts('epochs'),
    )
    .option(
      '--max-steps <n>',
      'with --steps auto: updates after which it has ended at the latest',
      whole(1),
      100_000,
    )
    .option('--epochs <n>', 'passes over the images, instead of --steps', whole(1))
    .option('--batch-size <n>', 'images at once', whole(2), config.batchSize)
    .option(
      '--accumulate <n>',
      'batches whose mean gradient makes one update; batch norm sees one batch at a time',
      whole(1),
      config.accumulate,
    )
    .option(
      '--ema-decay <d>',
      'keep an average of the weights too: 0.999 of about the last 1,000 updates; 0 for none',
      real(0, 1, true),
      config.emaDecay,
    )
    .addOption(choice('--optimizer <name>', 'adamw: betas 0.9 and 0.999', optimizers, config.optimizer))
    .option('--learning-rate <rate>', 'base rate (default: 0.1; of adamw 0.001)', real(0))
    .option(
      '--scheduler <name>',
      'any that fastface schedulers lists, or a module such as ./mine.js',
      config.scheduler,
    )
    .option(
      '--set <option=value>',
      'an option of the scheduler; may be given several times',
      collect,
      config.set,
    )
    .option('--warmup <n>', 'iterations of linear warm-up', whole(0), config.warmup)
    .option(
      '--loss-lag <n>',
      'updates until a loss is read back; 0 for exact parity',
      whole(0),
      config.lossLag,
    )
    .option('--momentum <m>', 'of sgd (default: 0.9)', real(0, 1, true))
    .option('--weight-decay <w>', 'of everything (default: 0.0005; of adamw 0.05)', real(0, 1, true))
    .option('--clip-norm <n>', 'greatest norm of the backbone’s gradient', real(0), config.clipNorm)
    .option('--seed <n>', 'of faces, weights, batches', whole(0), config.seed);
}

/** Ten folds need a pair each. */
function pairs(text: string): number {
  const value = whole(0)(text);
  if (value === 0 || (value >= 20 && value % 2 === 0)) return value;
  throw new InvalidArgumentError('Expected an even number, at least 20, or 0.');
}
