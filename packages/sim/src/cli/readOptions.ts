import type { Command } from 'commander';
import type { ReadError, ReadOptions } from '../read/reader.js';
import { Failure, printable } from './failure.js';

/** What the user may say about how to read a log, as the commands get it. */
export interface ReadFlags {
  readonly format?: string;
  readonly loss?: string;
  readonly lr?: string;
  readonly step?: string;
  readonly run?: string;
}

/** Adds the options that say how to read a log. */
export const withReadFlags = (command: Command): Command =>
  command
    .option('--format <name>', 'name of the format, instead of finding it out')
    .option('--loss <name>', 'column, key or tag of the training loss')
    .option('--lr <name>', 'column, key or tag of the learning rate')
    .option('--step <name>', 'column, key or tag of the step')
    .option('--run <name>', 'run to keep, where a file holds several named ones');

export function toReadOptions({ format, loss, lr, step, run }: ReadFlags): ReadOptions {
  return {
    ...(format === undefined ? {} : { format }),
    ...(loss === undefined ? {} : { loss }),
    ...(lr === undefined ? {} : { learningRate: lr }),
    ...(step === undefined ? {} : { step }),
    ...(run === undefined ? {} : { run }),
  };
}

/** A log that cannot be read; a format that there is not is a wrong command line. */
export const readFailure = (error: ReadError): Failure =>
  new Failure(readErrorLine(error), error.message.startsWith('unknown format') ? 2 : 1);

/** What is wrong, where, and what to do, in one line. */
export const readErrorLine = ({ file, line, message, advice }: ReadError): string =>
  printable(
    `${file === '-' ? 'standard input' : file}${line === null ? '' : `:${line}`}: ${message}; ${advice}`,
  );
