import pc from 'picocolors';
import { count, plural, short } from '../numbers.js';
import type { FiveNumbers } from '../sweep/summary/sample.js';
import type { PartSummary, SpreadColumn } from '../sweep/summary/summary.js';
import { printable } from './failure.js';
import { table } from './table.js';

/** A finished sweep. */
export interface SweepResult {
  readonly output: string;
  readonly sweep: string;
  readonly rows: number;
  /** Rows that were there before. */
  readonly kept: number;
  readonly parts: readonly PartSummary[];
}

const whole = (value: number) => count(Math.round(value));
const lines: readonly [SpreadColumn, string, (value: number) => string][] = [
  ['reductions', 'reductions', short],
  ['firstReduction', 'first reduction at step', whole],
  ['lastReduction', 'last reduction at step', whole],
  ['finalLearningRate', 'final rate', short],
  ['stationaryShare', 'share of iterations stationary', short],
  ['recordedDistance', 'iterations from the recorded changes', whole],
];

/** What `fastface sweep` prints for a person. */
export function sweepText({ output, sweep, rows, kept, parts }: SweepResult): string {
  const before = kept > 0 ? `, ${count(kept)} of them from before` : '';
  return [...parts.flatMap(partText), `${output}: ${plural(rows, 'row')}${before}, sweep ${sweep}`].join(
    '\n',
  );
}

function partText(part: PartSummary): string[] {
  const { file, segment, scheduler, configurations, withoutReduction, spread } = part;
  const without = withoutReduction === 0 ? '' : `, ${count(withoutReduction)} without a reduction`;
  const rows = lines.flatMap(([column, name, show]) => spreadRow(name, spread[column], show));
  return [
    `${pc.bold(scheduler)} on ${printable(file)}, segment ${segment}: ${plural(configurations, 'configuration')}${without}`,
    ...indented(table([['', 'least', '10 %', 'median', '90 %', 'most'], ...rows])),
    ...nearestText(part),
    '',
  ];
}

const spreadRow = (name: string, spread: FiveNumbers | null, show: (value: number) => string): string[][] =>
  spread === null
    ? []
    : [[name, ...[spread.least, spread.tenth, spread.median, spread.ninetieth, spread.most].map(show)]];

function nearestText({ nearest, recordedChanges, configurations }: PartSummary): string[] {
  if (nearest.length === 0 || recordedChanges === 0 || configurations === 1) return [];
  const options = Object.keys(nearest[0]!.options);
  const rows = nearest.map((each) => [
    whole(each.recordedDistance),
    short(each.reductions),
    ...options.map((option) => {
      const value = each.options[option];
      return typeof value === 'number' ? short(value) : JSON.stringify(value);
    }),
  ]);
  return [
    `  nearest to the ${plural(recordedChanges!, 'change')} that the run made (which need not be the best):`,
    ...indented(table([['iterations away', 'reductions', ...options], ...rows])),
  ];
}

const indented = (text: readonly string[]) => text.map((line) => pc.dim('  ') + line);
