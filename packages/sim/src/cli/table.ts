import pc from 'picocolors';
import { count } from '../numbers.js';
import { printable } from './failure.js';

/** Text in columns, the first to the left and the others to the right, two spaces between. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Names listed before the rest is only counted. */
const listed = 16;

/** Which series was taken for the loss, where there was a choice, and how to take another one. */
export function lossLine(lossName: string, otherLosses: readonly string[]): string[] {
  if (otherLosses.length === 0) return [];
  const more = otherLosses.length > listed ? ` and ${count(otherLosses.length - listed)} more` : '';
  const names = otherLosses.slice(0, listed).map(printable).join(', ');
  return [pc.dim(`loss "${printable(lossName)}"; other losses (--loss NAME): ${names}${more}`)];
}
