import { readPlain } from '../../plainFile.js';

export interface TextLine {
  /** File and line, for messages. */
  readonly where: string;
  readonly text: string;
}

/** More than any list has. */
const mostBytes = 2 ** 29 - 24;

/** The lines of a list that are not empty. */
export async function textLines(path: string): Promise<TextLine[]> {
  const text = (await readPlain(path, mostBytes, 'give a shorter list')).toString('utf8');
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\r\n]/)
    .map((line, i) => ({ where: `${path}:${i + 1}`, text: line.trim() }))
    .filter((line) => line.text !== '');
}
