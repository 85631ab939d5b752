import { headLines, LineSplitter } from '../lines.js';
import { kindOf } from '../names.js';
import type { Bytes } from '../reader.js';
import { isRecord, parseJson } from './jsonText.js';

const keys = ['message', 'msg', 'log', 'text', 'line', 'textPayload'];

const parse = (line: string): Record<string, unknown> | undefined => {
  const value = line.startsWith('{') ? parseJson(line) : undefined;
  return isRecord(value) ? value : undefined;
};

/**
 * The key under which JSON lines hold the lines of a text log, as Docker (`log`) and structured loggers (`message`)
 * write them; null where the records name a loss themselves.
 */
export function messageKey(head: Uint8Array): string | null {
  const records = headLines(head)
    .slice(0, -1)
    .map(parse)
    .filter((record) => record !== undefined);
  const namesLoss = records.some((record) =>
    Object.keys(record).some((name) => kindOf(name).kind === 'loss'),
  );
  if (records.length === 0 || namesLoss) return null;
  const share = (key: string) => records.filter((record) => typeof record[key] === 'string').length;
  const key = keys.find((name) => share(name) * 2 > records.length);
  return key !== undefined && records.some((record) => /loss/i.test(String(record[key]))) ? key : null;
}

/** The text in the records, a line each, while it is read. */
export async function* messages(bytes: Bytes, key: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  const splitter = new LineSplitter((line) => {
    const message = parse(line)?.[key];
    if (typeof message === 'string') text += message.endsWith('\n') ? message : `${message}\n`;
  });
  for await (const piece of bytes) {
    splitter.push(piece);
    yield encoder.encode(text);
    text = '';
  }
  splitter.end();
  yield encoder.encode(text);
}
