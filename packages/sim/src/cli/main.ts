import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { SchedulerError } from '../schedulers/guarded.js';
import { Failure, printable } from './failure.js';
import { addLiveCommands } from './liveCommands.js';
import { addLossModelCommands } from './lossModelCommands.js';
import { refuseOverwriting } from './outputs.js';
import { withReadFlags } from './readOptions.js';
import { scoreboardHelp, sweepHelp } from './sweepHelp.js';

/** Milliseconds of reading after which standard input may well have no end. */
const patience = 10_000;

/** Says in a line that standard input is still being read, where a command that needs its end waits for it. */
function sayLongInput(command: string, args: readonly string[]): void {
  if (!args.includes('-') || command === 'watch') return;
  setTimeout(() => {
    if (process.stdin.readableEnded) return;
    console.error(
      `fastface: ${command} needs the end of standard input, which has not come in 10 seconds; fastface watch - follows a log that grows`,
    );
  }, patience).unref();
}

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const collect = (value: string, before: readonly string[] = []) => [...before, value];

const program = new Command('fastface')
  .description(
    'Replays recorded training losses through learning-rate schedulers: when should the rate have dropped?',
  )
  .version(version)
  .exitOverride()
  .configureOutput({
    outputError: (text, write) =>
      write(`fastface: ${printable(text.replace(/^error: /, '').trim())} (see fastface --help)\n`),
  });

withReadFlags(
  program
    .command('inspect')
    .description('what each log holds: format, segments, losses, learning rates')
    .argument('<file...>', 'training logs; - is standard input'),
)
  .option('--json', 'machine-readable')
  .addHelpText(
    'after',
    '\nExamples:\n  fastface inspect training.log\n  zcat old.log.gz | fastface inspect - --json',
  )
  .action(async (files, flags) => (await import('./inspectCommand.js')).inspectCommand(files, flags));

withReadFlags(
  program
    .command('replay')
    .description('what schedulers would have done with a recorded run')
    .argument('<file>', 'training log; - is standard input'),
)
  .option('--segment <which>', 'last, longest or a number from 1, where a log has several runs')
  .option('--scheduler <name>', 'fastface-auto by default; may be given several times', collect)
  .option('--set <option=value>', 'an option of the schedulers, or scheduler:option=value for one', collect)
  .option('--total-steps <n>', 'iterations the run was planned for (default: as the log says, or its length)')
  .option('--json', 'machine-readable')
  .option('--report <file.html>', 'write a page with the pictures')
  .option('--figure <file>', 'write the pictures as one .svg or .png; may be given several times', collect)
  .addHelpText(
    'after',
    `
Examples:
  fastface replay training.log
  fastface replay training.log --scheduler fastface-auto --scheduler moving-haar --report report.html
  fastface replay training.log --figure figure.svg --figure figure.png
  fastface replay training.log --set alpha=0.01 --set beta=0.01 --set threshold=1e-3 --json

A record with stride k stands for the k iterations up to its step. A replay is open loop: after the first step at
which a scheduler's rate differs from the recorded one, the losses are those of another rate.

'fastface schedulers' lists the schedulers and their options. One of your own is a module: --scheduler ./mine.js`,
  )
  .action(async (file, flags) => (await import('./replayCommand.js')).replayCommand(file, flags));

withReadFlags(
  program
    .command('compare')
    .description(
      'where schedulers would have changed the rate, beside what each run did and where it stood still',
    )
    .argument('<file...>', 'training logs'),
)
  .option('--segment <which>', 'last, longest or a number from 1, where a log has several runs')
  .option(
    '--scheduler <name>',
    'fastface-auto and fastface-steps by default; may be given several times',
    collect,
  )
  .option('--set <option=value>', 'an option of the schedulers, or scheduler:option=value for one', collect)
  .option(
    '--total-steps <n>',
    'iterations the runs were planned for (default: as each log says, or its length)',
  )
  .option('--json', 'machine-readable')
  .option('--report <file.html>', 'write a page with the pictures; of several files, a folder of pages')
  .option('--figure <file>', 'write the pictures as .svg or .png, of several files one each', collect)
  .addHelpText(
    'after',
    `
Examples:
  fastface compare monday.log tuesday.log
  fastface compare training.log --scheduler fastface-auto --scheduler pytorch-reduce-on-plateau --set every=500
  fastface compare runs/*.log --report reports

Stationary is where fastface-steps, which needs no settings, finds that the loss stands still for more than a twentieth
of the run at one rate. 'fastface replay' looks at one run and gives the reason of every change.`,
  )
  .action(async (files, flags) => (await import('./compareCommand.js')).compareCommand(files, flags));

withReadFlags(
  program
    .command('export')
    .description('one run of a log as CSV, JSON lines, Parquet or a TensorBoard event file')
    .argument('<file>', 'training log; - is standard input'),
)
  .requiredOption('-o, --output <file>', 'where it goes; its ending tells the format')
  .option('--to <format>', 'the format, whatever the ending')
  .option('--segment <which>', 'last, longest or a number from 1, where a log has several runs')
  .addHelpText(
    'after',
    '\nExamples:\n  fastface export training.log -o run.csv\n  fastface export training.log -o run.parquet',
  )
  .action(async (file, flags) => (await import('./exportCommand.js')).exportCommand(file, flags));

withReadFlags(
  program
    .command('sweep')
    .description('many configurations of schedulers on recorded runs: a row each, as CSV or Parquet')
    .argument('<file...>', 'training logs; - is standard input'),
)
  .requiredOption('-o, --output <file>', 'where the rows go: .csv or .parquet')
  .option(
    '--vary <option=values>',
    'an option and its values; scheduler:option=values for one scheduler',
    collect,
  )
  .option('--set <option=value>', 'an option that stays, or scheduler:option=value', collect)
  .option('--scheduler <name>', 'fastface-auto by default; may be given several times', collect)
  .option('--random <n>', 'n random configurations instead of all combinations')
  .option('--seed <n>', 'of the random choice (default: 1)')
  .option('--segment <which>', 'last, longest or a number from 1, where a log has several runs')
  .option('--total-steps <n>', 'iterations the run was planned for (default: as the log says, or its length)')
  .option('--shard <i/n>', 'only the i-th of n parts of the rows')
  .option('--threads <n>', 'threads of this machine (default: its cores)')
  .option('--queue <redis://…>', "let 'fastface worker' processes on any machines do the work")
  .option('--json', 'machine-readable summary')
  .addHelpText('after', sweepHelp)
  .action(async (files, flags) => (await import('./sweepCommand.js')).sweepCommand(files, flags));

program
  .command('worker')
  .description("does the work of 'fastface sweep --queue', on this machine, until it is stopped")
  .requiredOption('--queue <redis://…>', 'address of the Redis: redis://[[user]:password@]host[:port]')
  .option('--threads <n>', 'threads of this machine (default: its cores)')
  .option(
    '--lease <seconds>',
    'another worker gets the shards of one that is silent for so long (default: 5)',
  )
  .addHelpText('after', '\nExample:\n  fastface worker --queue redis://10.0.0.5:6379')
  .action(async (flags) => (await import('./workerCommand.js')).workerCommand(flags));

addLossModelCommands(program);
addLiveCommands(program);

program
  .command('scoreboard')
  .description('false alarms and detection delay of schedulers on made-up losses whose plateaus are known')
  .option('--scheduler <name>', 'may be given several times (default: four well-known ones)', collect)
  .option('--set <option=value>', 'an option of the schedulers, or scheduler:option=value for one', collect)
  .option('--case <name>', 'a case; may be given several times (default: the first six)', collect)
  .option('--seeds <n>', 'runs of each kind (default: 100)')
  .option('--steps <n>', 'iterations of each run (default: 10000)')
  .option('--json', 'machine-readable')
  .addHelpText('after', scoreboardHelp)
  .action(async (flags) => (await import('./scoreboardCommand.js')).scoreboardCommand(flags));

program
  .command('schedulers')
  .description(
    'the schedulers that can be replayed, with their options; your own are modules, such as ./mine.js',
  )
  .argument('[name...]', 'only these (default: all but your own)')
  .option('--json', 'machine-readable')
  .action(async (names, flags) => (await import('./schedulersCommand.js')).schedulersCommand(names, flags));

program
  .command('demo')
  .description('replays the embedded trace through four schedulers')
  .option('--report <file.html>', 'where the page goes', 'fastface-report.html')
  .action(async (flags) => (await import('./demo.js')).demo(flags));

program.hook('preAction', (_, command) => refuseOverwriting(command.args, command.opts()));
program.hook('preAction', (_, command) => sayLongInput(command.name(), command.args));

// Schedulers that are modules of the user's own are loaded once, whatever the command does with them.
program.hook('preAction', async (_, command) => {
  const { scheduler } = command.opts<{ scheduler?: string | readonly string[] }>();
  if (scheduler !== undefined) await (await import('./settings.js')).loadSchedulers([scheduler].flat());
});

// A closed pipe, as in `fastface inspect … | head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  console.error(
    `fastface: standard output cannot be written (${error.code}); make room, or send it elsewhere`,
  );
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof Failure) {
    console.error(`fastface: ${error.message}`);
    process.exitCode = error.exitCode;
  } else if (error instanceof SchedulerError) {
    console.error(`fastface: ${error.message}`);
    process.exitCode = 1;
  } else {
    // A mistake of this program. Where it was is for those who mend it.
    const { name, message, stack } = error as Error;
    console.error(
      `fastface: internal error: ${printable(`${name}: ${message}`)}; please report it, with the log`,
    );
    if (process.env.FASTFACE_DEBUG) console.error(stack);
    process.exitCode = 1;
  }
}

// Everything is said. BullMQ's timers may run on where Redis is away, and nobody waits for them.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((written) => stream.write('', () => written()));
process.exit();
