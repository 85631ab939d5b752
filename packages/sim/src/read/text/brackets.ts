import type { Span } from '../shapes/places.js';

/** Where a line stands, told by brackets alone. */
export interface Place {
  readonly epoch?: Span | undefined;
  readonly step: Span | undefined;
  /** Steps in an epoch. */
  readonly total?: Span | undefined;
}

/** DCGAN: `[0/5][10/1583]`; PyTorch's tutorial: `[1,  2000] loss: 2.2`; CLU and boosting: `[100] loss=2.2`. */
const both = /(?:^|[\s:])\[(\d+)\/\d+\]\s?\[\s*(\d+)\/(\d+)\]/d;
const pair = /(?:^|[\s:])\[(\d+),\s+(\d+)\]\s+(?=[\w ]{0,20}loss\b)/di;
const alone = /(?:^|[\s\]])\[\s*(\d+)\]\s+(?=[A-Za-z_][\w/.-]*\s?[=:])/d;

/** The place that the brackets of a line name, or null. */
export function bracketPlace(line: string): Place | null {
  if (!line.includes('[')) return null;
  const head = line.slice(0, 2048);
  const place = (both.exec(head) ?? pair.exec(head))?.indices;
  if (place) return { epoch: place[1], step: place[2], total: place[3] };
  const only = alone.exec(head)?.indices;
  return only ? { step: only[1] } : null;
}
