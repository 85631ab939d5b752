import type { Command } from 'commander';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import { withReadFlags } from './readOptions.js';

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Adds `watch` and `step`. */
export function addLiveCommands(program: Command): void {
  withReadFlags(
    program
      .command('watch')
      .description('follows a log while it is written: what the run does, and what a scheduler decides')
      .argument(
        '[log]',
        'the log of a training, or the folder of a run; - is standard input; none: losses are posted to --serve',
      ),
  )
    .option('--scheduler <name>', 'who decides', defaultScheduler)
    .option('--set <option=value>', 'an option of the scheduler; may be given several times', collect)
    .option('--total-steps <n>', 'iterations the run is planned for (default: as the log says)')
    .option('--learning-rate <rate>', 'rate of the first update (default: the largest of the first records)')
    .option('--from <where>', 'start: all that the log holds; now: what is written from now on', 'start')
    .option('--once', 'read what is there, and end')
    .option('--poll <ms>', 'milliseconds between two looks at a log that does not grow', '40')
    .option('--state <file>', 'keep the state here, and go on from it')
    .option('--write-rate <file.json>', 'keep the rate of the next update here, replaced as a whole')
    .option('--serve <port>', 'rate and events over HTTP, on this machine only; HOST:PORT needs a token')
    .option('--token <token>', 'what clients of --serve must show (better: in FASTFACE_TOKEN)')
    .option('--exec <command>', 'run it at an alert, which comes as JSON on its standard input', collect)
    .option('--webhook <url>', 'post alerts there; may be given several times', collect)
    .option(
      '--alert-every <seconds>',
      'shortest time between two alerts; what comes in between goes out together',
      '60',
    )
    .option('--alert-most <n>', 'alerts in all', '100')
    .option(
      '--until <what>',
      'end when it comes: flat, diverging, blown-up, spike, reduce, finish, …',
      collect,
    )
    .option('--no-forecast', 'do not fit a loss model for the loss at the end, once a minute')
    .option('--lines', 'one line an event on a terminal too, instead of a picture')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', watchHelp)
    .action(async (file, flags) => (await import('./watchCommand.js')).watchCommand(file, flags));

  program
    .command('step')
    .description('a scheduler over standard input and output: a loss in, the rate of the next update out')
    .option('--scheduler <name>', 'who decides', defaultScheduler)
    .option('--set <option=value>', 'an option of the scheduler; may be given several times', collect)
    .requiredOption('--learning-rate <rate>', 'rate of the first update')
    .option('--total-steps <n>', 'iterations of the whole run')
    .addHelpText('after', stepHelp)
    .action(async (flags) => (await import('./stepCommand.js')).stepCommand(flags));
}

const watchHelp = `
Examples:
  fastface watch training.log
  fastface watch training.log --total-steps 20000 --write-rate lr.json
  fastface watch runs/exp1
  fastface watch training.log --json --state watch.json
  tail -n +1 -f training.log | fastface watch -
  fastface watch training.log --until flat --until blown-up && kill "$trainer"
  fastface watch training.log --exec 'jq -r .events[].verdict | xargs notify-send'
  fastface watch --serve 8080 --learning-rate 0.1 --total-steps 20000
  curl -d '{"loss": 2.31}' localhost:8080/loss

A log that is appended to, rotated, truncated or started anew is followed by its name. What is decided is what a replay
of the log decides, whether it is read in one go or line by line. After --state, a watcher that is started again goes on
where it was; an event that it tells twice has the same number "n". With --until the exit status is 0 when it came, and
3 when the log ended before it did.`;

const stepHelp = `
One line in, one line out. In: a loss as JSON, 2.31 or {"loss": 2.31}; null or NaN for an update that was skipped.
Out: {"iteration": 1, "learningRate": 0.1, "scale": 1, "decision": "hold"}, with a "reason" unless it is hold. The first line
out, before any loss, has the rate of the first update. {"state": true} answers with the state, for a checkpoint;
{"restore": STATE} goes on from it. A line that cannot be read answers {"error": …} and changes nothing.

Example:
  printf '3.2\\n3.1\\n' | fastface step --learning-rate 0.1 --total-steps 1000`;
