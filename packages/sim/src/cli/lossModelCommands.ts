import type { Command } from 'commander';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import { withReadFlags } from './readOptions.js';

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Adds `fit`, `simulate` and `recommend`. */
export function addLossModelCommands(program: Command): void {
  withReadFlags(
    program
      .command('fit')
      .description('a model of the loss as a function of the learning rates so far, from recorded runs')
      .argument('<file...>', 'training logs of one model, each with its learning rates; - is standard input'),
  )
    .requiredOption(
      '-o, --output <model.json>',
      'where the model goes, with the losses that it was fitted to',
    )
    .option('--law <name>', 'spectral, tissue or multi-power', 'spectral')
    .option('--epoch-length <n>', 'iterations of an epoch, 0 for none (default: as the log says)')
    .option('--memory-power <p>', 'how what is remembered of an epoch grows with the rate (default: 1)')
    .option(
      '--until <n>',
      'fit only this number of iterations from the start, or this share (0.6), and predict the rest',
    )
    .option('--test <file>', 'predict this run too, without fitting it; may be given several times', collect)
    .option('--records <kind>', 'mean or sampled: whether a record is the mean of its iterations', 'mean')
    .option('--segment <which>', 'last, longest or a number from 1, where a log has several runs')
    .option('--json', 'machine-readable')
    .option('--report <file.html>', 'write a page: measured against predicted, and what is left')
    .option('--figure <file>', 'write the pictures as one .svg or .png; may be given several times', collect)
    .addHelpText('after', fitHelp)
    .action(async (files, flags) => (await import('./fitCommand.js')).fitCommand(files, flags));

  program
    .command('simulate')
    .description('what schedulers would do with a loss model in the loop')
    .argument('<model.json>', 'a model that fastface fit wrote')
    .option('--scheduler <name>', 'fastface-auto by default; may be given several times', collect)
    .option('--set <option=value>', 'an option of the schedulers, or scheduler:option=value for one', collect)
    .option('--seeds <n>', 'simulated runs, each with noise of its own', '16')
    .option('--first-seed <n>', 'number of the first seed', '1')
    .option(
      '--total-steps <n>',
      'iterations of the run (default: as the longest that the model was fitted to)',
    )
    .option('--from-start', 'simulate from the start, even where a recorded run has the same rates')
    .option('--json', 'machine-readable')
    .option('--report <file.html>', 'write a page: losses, changes of the rate with their intervals, rates')
    .option('--figure <file>', 'write the pictures as one .svg or .png; may be given several times', collect)
    .addHelpText('after', simulateHelp)
    .action(async (file, flags) => (await import('./simulateCommand.js')).simulateCommand(file, flags));

  program
    .command('recommend')
    .description('which options of a scheduler would have done best under a loss model')
    .argument('<model.json>', 'a model that fastface fit wrote')
    .option('--scheduler <name>', 'one scheduler, whose options are varied', defaultScheduler)
    .option(
      '--vary <option=values>',
      "an option and its values, as in 'fastface sweep' (default: noise multiple and last share, or patience, threshold and smoothing)",
      collect,
    )
    .option('--set <option=value>', 'an option that stays', collect)
    .option('--seeds <n>', 'simulated runs of each configuration, with the same noise for all', '8')
    .option('--first-seed <n>', 'number of the first seed', '1')
    .option(
      '--total-steps <n>',
      'iterations of the run (default: as the longest that the model was fitted to)',
    )
    .option('--from-start', 'simulate from the start, even where a recorded run has the same rates')
    .option('--top <n>', 'lines to print', '10')
    .option('--json', 'machine-readable')
    .addHelpText('after', recommendHelp)
    .action(async (file, flags) => (await import('./recommendCommand.js')).recommendCommand(file, flags));
}

const fitHelp = `
Examples:
  fastface fit training.log -o model.json
  fastface fit constant.csv step.csv --test cosine.csv -o model.json --report fit.html
  fastface fit training.log --until 0.6 --epoch-length 33087 -o model.json

One clear step of the rate tells the most: a constant rate or a smooth cosine alone does not say what a cut does.`;

const simulateHelp = `
Examples:
  fastface simulate model.json --scheduler fastface-auto --scheduler cosine
  fastface simulate model.json --set patienceFraction=0.03 --seeds 32 --report simulated.html

Until a scheduler's rate first differs from that of a run that the model was fitted to, its recorded losses are used.`;

const recommendHelp = `
Examples:
  fastface recommend model.json
  fastface recommend model.json --vary confidence=1..4:7 --json
  fastface recommend model.json --scheduler fastface --vary patienceFraction=0.02,0.03,0.05 --vary threshold=1e-5..1e-3:5:log

It ranks training losses under a model: what to try first, not what is best.`;
