import type { Comparison, SchedulerContext } from '@fastface/sim/browser';
import type { Wanted } from './protocol.js';
import { type ReadingName, valueText } from './state.js';

type Reading = Partial<Record<ReadingName, string>>;

/** The command that gives the same decisions. */
export function commandFor(file: string, wanted: readonly Wanted[], reading: Reading): string {
  const words = ['npx fastface replay', shellWord(file)];
  for (const [name, value] of Object.entries(reading)) words.push(`--${name} ${shellWord(value)}`);
  const lines = wanted.map(({ name, given }) =>
    [
      `--scheduler ${name}`,
      ...Object.entries(given).map(
        ([option, value]) => `--set ${shellWord(`${name}:${option}=${valueText(value)}`)}`,
      ),
    ].join(' '),
  );
  return [words.join(' '), ...lines].join(' \\\n  ');
}

/** One word for a shell: in single quotes where it needs them. */
const shellWord = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A program that gives the same decisions. */
export function programFor(
  { file }: Comparison,
  context: SchedulerContext,
  wanted: readonly Wanted[],
  { segment, lr, ...reading }: Reading,
): string {
  const options = { ...reading, ...(lr === undefined ? {} : { learningRate: lr }) };
  const extra = Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : '';
  const schedulers = wanted.map(({ name, given }) => `  ${JSON.stringify(name)}: ${JSON.stringify(given)},`);
  return `import { chooseSegment, findScheduler, iterationsOf, readFile, replay } from '@fastface/sim';

const read = await readFile(${JSON.stringify(file)}${extra});
if (!read.ok) throw new Error(read.problem.message);
const chosen = chooseSegment(read.value, ${JSON.stringify(segment) ?? 'undefined'});
if (!chosen.ok) throw new Error(chosen.problem);
const iterations = iterationsOf(chosen.value.segment);
const context = ${JSON.stringify(context)};
const schedulers: Record<string, Record<string, unknown>> = {
${schedulers.join('\n')}
};
for (const [name, options] of Object.entries(schedulers)) {
  const scheduler = findScheduler(name)!.make(options, context);
  for (const { step, decision, from, to, reason } of replay(scheduler, options, iterations).changes) {
    console.log(name, step, decision, from, to, reason);
  }
}
`;
}
