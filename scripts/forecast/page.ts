import { markdownTable } from '../lossModel/page.js';
import { cuts, type Outcome } from './outcome.js';

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const holds = ({ outlook, came }: Outcome): boolean =>
  outlook !== null && came >= outlook.low && came <= outlook.high;

/** A row: how many were told, how many held, how wide they were and how far off their middle was. */
function row(name: string, all: readonly Outcome[]): string[] {
  const told = all.filter(({ outlook }) => outlook !== null);
  if (told.length === 0) return [name, String(all.length), '0', '–', '–', '–', '–'];
  return [
    name,
    String(all.length),
    String(told.length),
    `${percent(told.filter(holds).length / told.length)}`,
    percent(median(told.map(({ outlook }) => Math.log(outlook!.high / outlook!.low) / 2)), 1),
    percent(median(told.map(({ outlook, came }) => Math.abs(Math.log(came / outlook!.loss)))), 1),
    percent(median(told.map(({ now, came }) => Math.abs(Math.log(came / now!)))), 1),
  ];
}

/** A reason without its number. */
const general = (reason: string) => reason.replace(/^\d+ records/, 'too few records');

/** The section of the page. */
export function section({
  recorded,
  small,
}: {
  readonly recorded: readonly Outcome[];
  readonly small: readonly Outcome[];
}): string {
  const rows: string[][] = [];
  for (const [what, all] of [
    ['recorded logs', recorded],
    ['small networks', small],
  ] as const)
    for (const rates of [...new Set(all.map((one) => one.rates))]) {
      const some = all.filter((one) => one.rates === rates);
      for (const cut of cuts)
        rows.push(
          row(
            `${what}, ${rateNames[rates]}, cut at ${percent(cut)}`,
            some.filter((one) => one.cut === cut),
          ),
        );
      rows.push(row(`**${what}, ${rateNames[rates]}**`, some));
    }
  const told = [...recorded, ...small].filter(({ outlook }) => outlook !== null);
  rows.push(row('**all**', [...recorded, ...small]));
  const missed = told.filter((one) => !holds(one));
  const reasons = new Map<string, number>();
  for (const { reason } of [...recorded, ...small])
    if (reason !== null) reasons.set(general(reason), (reasons.get(general(reason)) ?? 0) + 1);
  return `\`npm run forecast\`: runs cut off at 30, 50 and 70 %, what was forecast then, and what came. The interval is to hold four of five. Half its width,
the distance of its middle from what came, and how far the loss still went, are medians, in % of the loss.

${markdownTable(['runs', 'cut off', 'told', 'held', 'half the width', 'error', 'the loss still went'], rows)}

The recorded logs tell of a rate that stays wherever theirs does for a tenth of what is known or longer; of a rate that goes to zero only by way
of their own course, to two fifths of the rate or less, by which the same forecast is made. At 30 % nothing is said of a rate that
falls, since two face recognition logs, whose losses drop at the
ends of epochs, were missed by far there. The eighteen curves of language models come from two models and have much
in common. The small networks are [those of the loss model](loss-model.md), really trained to the end in both ways, with seeds of their own; how wide the interval is was set with
other seeds of them, and when nothing is said with the recorded logs in view.

Nothing was said of ${[...recorded, ...small].length - told.length}: ${[...reasons]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} (${count})`)
    .join('; ')}.

Outside of the interval: ${missed.length === 0 ? 'none' : missed.map(({ run, cut, rates, outlook, came }) => `${run}, ${rateNames[rates]}, at ${percent(cut)}: ${outlook!.low.toPrecision(3)} to ${outlook!.high.toPrecision(3)}, ${came.toPrecision(3)} came`).join('; ')}.`;
}

const rateNames: Readonly<Record<Outcome['rates'], string>> = {
  stays: 'the rate stays',
  'to zero': 'straight to zero',
  "the log's": 'falling as the log has it',
};
