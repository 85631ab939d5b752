import { kindOf, roundedOf, totalOf } from '../names.js';
import type { Span } from '../shapes/numberSlots.js';
import type { Fields } from './fields.js';

/** PyTorch's tutorial: `[1,  2000] loss: 2.2`; CLU and boosting: `[100] loss=2.2`. */
const pair = /(?:^|[\s:])\[(\d+),\s*(\d+)\]\s+(?=[\w ]{0,20}loss\b)/di;
const alone = /(?:^|[\s\]])\[\s*(\d+)\]\s+(?=[A-Za-z_][\w/.-]*\s?[=:])/d;

/** cuda-convnet: `3.17... logprob: 0.25`, of the epoch and its batch. */
const dotted = /^(\d+)\.(\d+)\.\.\. /d;

type Cell = readonly [name: string, span: Span];

/** The cells of a row that a line says: of its names, and of where it stands, which it may tell by brackets and bars alone. */
export function cellsOf(line: string, { fields, fractions }: Fields): Cell[] {
  const cells: Cell[] = [];
  const add = (name: string, value: Span, total?: Span) => {
    cells.push([name, value]);
    if (total !== undefined) cells.push([totalOf(name), total]);
    if (value[2] === 'e') cells.push([roundedOf(name), [value[0], value[1], 'exponent']]);
    else if (value[2] !== undefined && value[2] !== 'comma')
      cells.push([roundedOf(name), [value[1], value[1] + 1, 'letter']]);
  };
  for (const { name, value, total } of fields) add(name, value, total);
  const has = (kind: string) => fields.some(({ name }) => kindOf(name).kind === kind);
  const [first, second] = fractions;
  // `[3/90] loss 0.5, batch 16`: that may be the size of the batch. What stands still is no step.
  const isPlaced = fields.some(({ name }) => {
    const kind = kindOf(name);
    return kind.kind === 'step' && (kind.tier < 4 || !first);
  });
  if (isPlaced || !(has('loss') || has('evaluation'))) return cells;
  if (first && second && !has('epoch')) {
    // DCGAN: `[0/5][10/1583]`.
    add('epoch', first.done);
    add('step', second.done, second.total);
  } else if (first) add('step', first.done, first.total);
  else if (line.includes('[') || line.includes('... ')) {
    const head = line.slice(0, 2048);
    const both = (pair.exec(head) ?? dotted.exec(head))?.indices;
    const only = both ? null : alone.exec(head)?.indices;
    if (both) add('epoch', both[1]!);
    const step = both?.[2] ?? only?.[1];
    if (step) add('step', step);
  }
  return cells;
}
