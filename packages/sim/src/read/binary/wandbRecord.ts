import { forEachField, safeInteger, WireType } from './protobuf.js';

const utf8 = new TextDecoder();

/**
 * The history items of a W&B `Record` (2 history {1 item {1 key, 2 nested_key, 16 value_json}, 2 step {1 num}}) as
 * pairs of name and JSON text; null for all other records.
 * @throws where the bytes are no record.
 */
export function historyItems(record: Uint8Array): [name: string, json: string][] | null {
  let items: [string, string][] | null = null;
  forEachField(record, ({ number, type, reader }) => {
    if (number !== 2 || type !== WireType.LengthDelimited) return false;
    items = history(reader.bytes());
    return true;
  });
  return items;
}

function history(message: Uint8Array): [string, string][] {
  const items: [string, string][] = [];
  forEachField(message, ({ number, type, reader }) => {
    if (type !== WireType.LengthDelimited) return false;
    if (number === 1) items.push(item(reader.bytes()));
    else if (number === 2) items.push(['_step', String(stepNumber(reader.bytes()))]);
    else return false;
    return true;
  });
  return items;
}

function item(message: Uint8Array): [string, string] {
  let key = '';
  const nested: string[] = [];
  let json = '';
  forEachField(message, ({ number, type, reader }) => {
    if (type !== WireType.LengthDelimited) return false;
    if (number === 1) key = utf8.decode(reader.bytes());
    else if (number === 2) nested.push(utf8.decode(reader.bytes()));
    else if (number === 16) json = utf8.decode(reader.bytes());
    else return false;
    return true;
  });
  return [key === '' ? nested.join('/') : key, json];
}

function stepNumber(message: Uint8Array): number {
  let step = 0;
  forEachField(message, ({ number, type, reader }) => {
    if (number !== 1 || type !== WireType.Varint) return false;
    step = safeInteger(reader.int64());
    return true;
  });
  return step;
}
