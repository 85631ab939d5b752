import { readFile } from 'node:fs/promises';
import { unreadable } from '../readImageFile.js';

export interface TextLine {
  /** File and line, for messages. */
  readonly where: string;
  readonly text: string;
}

/** The lines of a list that are not empty. */
export async function textLines(path: string): Promise<TextLine[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\r\n]/)
    .map((line, i) => ({ where: `${path}:${i + 1}`, text: line.trim() }))
    .filter((line) => line.text !== '');
}
