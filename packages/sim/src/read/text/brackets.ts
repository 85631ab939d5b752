import { numberOf } from '../number.js';

/** Where a line stands, told by brackets alone. */
export interface Place {
  readonly epoch?: number | undefined;
  readonly step: number | undefined;
  /** Steps in an epoch. */
  readonly total?: number | undefined;
}

/** DCGAN: `[0/5][10/1583]`; PyTorch's tutorial: `[1,  2000] loss: 2.2`; CLU and boosting: `[100] loss=2.2`. */
const both = /(?:^|[\s:])\[(\d+)\/\d+\]\s?\[\s*(\d+)\/(\d+)\]/;
const pair = /(?:^|[\s:])\[(\d+),\s+(\d+)\]\s+(?=[\w ]{0,20}loss\b)/i;
const alone = /(?:^|[\s\]])\[\s*(\d+)\]\s+(?=[A-Za-z_][\w/.-]*\s?[=:])/;

/** The place that the brackets of a line name, or null. */
export function bracketPlace(line: string): Place | null {
  if (!line.includes('[')) return null;
  const number = (text: string | undefined) => (text === undefined ? undefined : numberOf(text));
  const head = line.slice(0, 300);
  const place = both.exec(head) ?? pair.exec(head);
  if (place) return { epoch: number(place[1]), step: number(place[2]), total: number(place[3]) };
  const only = alone.exec(head);
  return only ? { step: number(only[1]) } : null;
}
