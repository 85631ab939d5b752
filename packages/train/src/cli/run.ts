import { createRequire } from 'node:module';
import { SchedulerError } from '@fastface/sim';
import { Command, CommanderError } from 'commander';
import { isOutOfMemory, outOfMemory } from '../backend/outOfMemory.js';
import { BadInput, printable } from '../badInput.js';
import { registerAlign } from './alignCommand.js';
import { registerArena } from './arenaCommand.js';
import { registerCompare } from './compareCommand.js';
import { registerDoctor } from './doctorCommand.js';
import { registerEmbed } from './embedCommand.js';
import { registerExport } from './exportCommand.js';
import { registerFaces } from './facesCommand.js';
import { registerSearch } from './searchCommand.js';
import { registerSetupTensorflow } from './setupTensorflowCommand.js';
import { registerTrain } from './trainCommand.js';
import { UsageError } from './usageError.js';
import { registerVerify } from './verifyCommand.js';
import { registerWorker } from './workerCommand.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const help = '(see fastface-train --help)';

/**
 * The command `fastface-train` with these arguments. What its user can mend is one line on standard error.
 *
 * @returns the exit code: 0, 1 for bad input, 2 for a wrong command line, 130 when interrupted
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    process.exitCode = 0;
    await program().parseAsync(args, { from: 'user' });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) return fail(`${printable(error.message)} ${help}`, 2);
    if (error instanceof BadInput || error instanceof SchedulerError) return fail(error.message, 1);
    if (isOutOfMemory(error as Error)) return fail(outOfMemory().message, 1);
    // A mistake of this program. Where it was is for those who mend it.
    const { name, message, stack } = error as Error;
    if (process.env.FASTFACE_DEBUG) console.error(stack);
    return fail(`internal error: ${printable(`${name}: ${message}`)}; please report it`, 1);
  }
}

/** The commands and their options. */
export function program(): Command {
  const program = new Command('fastface-train')
    .description('Trains face recognisers in TypeScript, the learning rate driven by the training loss.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      outputError: (text, write) =>
        write(`fastface-train: ${printable(text.replace(/^error: /, '').trim())} ${help}\n`),
    })
    .addHelpText(
      'after',
      `
Examples:
  fastface-train train                          generated faces, some minutes, a table at the end
  fastface-train train --data faces/ --image-size 112
  fastface-train verify runs/2026-04-17T09-30-00
  fastface-train compare a.jpg b.jpg            with the newest run
  fastface-train search people/ a.jpg
  fastface-train export -o face.onnx
  fastface-train faces --sheet faces.png
  fastface-train doctor                         which backends work here, and how fast`,
    );
  for (const register of [
    registerTrain,
    registerVerify,
    registerCompare,
    registerEmbed,
    registerSearch,
    registerExport,
    registerFaces,
    registerAlign,
    registerArena,
    registerWorker,
    registerDoctor,
    registerSetupTensorflow,
  ])
    register(program);
  return program;
}

function fail(message: string, exitCode: number): number {
  console.error(`fastface-train: ${message}`);
  return exitCode;
}
