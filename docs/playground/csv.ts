import type { Comparison } from '@fastface/sim/browser';

/** A cell of a CSV file: quoted where it must be. Text that a spreadsheet would run as a formula stays text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const file = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

/** Every decision that is shown, a line each. */
export const decisionsCsv = ({ replays }: Comparison): string =>
  file([
    ['scheduler', 'step', 'decision', 'from', 'to', 'reason'],
    ...replays.flatMap(({ scheduler, changes }) =>
      changes.map(({ step, decision, from, to, reason }) => [scheduler, step, decision, from, to, reason]),
    ),
  ]);

/** Rate, trend and threshold of every scheduler at the steps that are drawn. */
export function curvesCsv({ replays }: Comparison): string {
  const steps = replays[0]?.samples.map(({ step }) => step) ?? [];
  const columns = replays.flatMap(({ scheduler, samples }) =>
    (['learningRate', 'trend', 'threshold'] as const).map((name) => ({
      name: `${scheduler} ${name}`,
      at: new Map(samples.map((sample) => [sample.step, sample[name]])),
    })),
  );
  return file([
    ['step', ...columns.map(({ name }) => name)],
    ...steps.map((step) => [step, ...columns.map(({ at }) => at.get(step) ?? null)]),
  ]);
}
