import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { chooseSegment } from '../chooseSegment.js';
import { plural } from '../numbers.js';
import type { Writer } from '../write/writer.js';
import { writers } from '../write/writers.js';
import { asFailure, inputFailure, usageFailure } from './failure.js';
import { intoPlace } from './outputs.js';
import { readLog } from './readLog.js';
import type { ReadFlags } from './readOptions.js';

export interface ExportFlags extends ReadFlags {
  readonly output: string;
  readonly to?: string;
  readonly segment?: string;
}

/** `fastface export FILE -o OUT`: one run of a log in another format. */
export async function exportCommand(file: string, flags: ExportFlags): Promise<void> {
  const writer = chooseWriter(flags);
  const chosen = chooseSegment(await readLog(file, flags), flags.segment);
  if (!chosen.ok) throw usageFailure(chosen.problem);
  const { segment } = chosen.value;
  try {
    await intoPlace('run', flags.output, (place) =>
      pipeline(writer.write(segment), createWriteStream(place)),
    );
  } catch (error) {
    throw asFailure(error, inputFailure(file));
  }
  console.log(`${flags.output}: ${plural(segment.steps.length, 'record')} as ${writer.format}`);
}

function chooseWriter({ output, to }: ExportFlags): Writer {
  const name = output.split(/[\\/]/).at(-1)!;
  const writer = writers.find(({ format, extension }) =>
    to === undefined
      ? name.endsWith(extension) || (extension.includes('tfevents') && name.includes('tfevents'))
      : format === to,
  );
  if (writer) return writer;
  const known = writers.map(({ format, extension }) => `${format} (${extension})`).join(', ');
  throw usageFailure(
    to === undefined
      ? `${name}: no format ends so; use one of ${known}, or --to`
      : `unknown format in --to: ${to} (expected ${known})`,
  );
}
