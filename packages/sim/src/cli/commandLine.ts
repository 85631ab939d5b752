import type { ReplayFlags } from './compareFile.js';

/** The command line of this process, as it can be typed again. */
export const typedCommand = (words: readonly string[] = process.argv.slice(2)): string =>
  ['fastface', ...words]
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');

/** The command that made a report, as it can be typed again. */
export function commandLine(command: string, files: readonly string[], flags: ReplayFlags): string {
  const { scheduler = [], set = [], figure = [], ...rest } = flags;
  const words = [command, ...files];
  for (const name of scheduler) words.push('--scheduler', name);
  for (const setting of set) words.push('--set', setting);
  for (const name of figure) words.push('--figure', name);
  for (const [flag, value] of Object.entries(rest)) {
    if (typeof value === 'string')
      words.push(`--${flag.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
  }
  return typedCommand(words);
}
