import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFile } from '../../packages/sim/src/read/readFile.js';
import { caseLosses } from '../../packages/sim/src/scoreboard/caseLosses.js';
import { cases } from '../../packages/sim/src/scoreboard/cases.js';
import { RandomNumbers } from '../../packages/sim/src/scoreboard/randomNumbers.js';
import type { Verdict } from '../../packages/sim/src/watch/verdict/verdict.js';
import { noVerdicts, stepVerdicts, verdictOf } from '../../packages/sim/src/watch/verdict/verdicts.js';
import { writeSection } from '../live/section.js';

/**
 * The scoreboard of the verdicts: how often each is told where it is wrong, and how long after it became true.
 *
 *     npx tsx --conditions=@fastface/source scripts/verdicts/main.ts [--seeds=100] [--steps=10000]
 */
const number = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const seeds = number('seeds', 100);
const steps = number('steps', 10_000);
const kinds = ['falling', 'flat', 'diverging', 'spike', 'blown-up'] as const;
type Kind = Verdict['verdict'];

/** When each verdict was first told, as an index; those of a kind that were told before `from` count as early. */
function told(losses: ArrayLike<number>): { kind: Kind; at: number }[] {
  const found: { kind: Kind; at: number }[] = [];
  let state = noVerdicts();
  let latest = '';
  for (let i = 0; i < losses.length; i++) {
    state = stepVerdicts(state, i, losses[i]!);
    const verdict = verdictOf(state);
    const key =
      verdict === null ? '' : `${verdict.verdict}${verdict.verdict === 'spike' ? verdict.since : ''}`;
    if (key !== latest && verdict !== null) found.push({ kind: verdict.verdict, at: i });
    latest = key;
  }
  return found;
}

interface Row {
  readonly name: string;
  /** What is true, and from which index on. */
  readonly truth: Kind;
  readonly from: number;
  /** What is wrong before it, and after it. */
  readonly wrongBefore: readonly Kind[];
  readonly wrongAfter: readonly Kind[];
  losses(seed: number): Float64Array;
}

const spread = (seed: number, loss: (i: number, normal: () => number) => number): Float64Array => {
  const numbers = new RandomNumbers(seed);
  return Float64Array.from({ length: steps }, (_, i) => loss(i, () => numbers.normal()));
};
const bad: readonly Kind[] = ['diverging', 'spike', 'blown-up'];
const at = Math.round(0.6 * steps);
const patience = steps / 20;

const made: Row[] = [
  ...cases.flatMap((one): Row[] => {
    // Bursts of NaN are no numbers, a spike is one, and a start that rises rises.
    const apart = /spik|tails/.test(one.name)
      ? 'spike'
      : one.name === 'NaN bursts'
        ? 'blown-up'
        : one.name === 'rising start'
          ? 'diverging'
          : null;
    const spikes = bad.filter((kind) => kind !== apart);
    const of = (falling: number) => (seed: number) => caseLosses(one, { steps, patience, falling, seed });
    const falls: Row = {
      name: one.name,
      truth: 'falling',
      from: 0,
      wrongBefore: [],
      wrongAfter: ['flat', ...spikes],
      losses: of(1),
    };
    const flattens: Row = {
      name: `${one.name}, then flat`,
      truth: 'flat',
      from: 0.4 * steps,
      wrongBefore: ['flat', ...spikes],
      wrongAfter: spikes,
      losses: of(0.4),
    };
    return one.flat
      ? [{ ...flattens, name: one.name, from: 0, wrongBefore: [], wrongAfter: ['falling', ...bad] }]
      : [falls, flattens];
  }),
  {
    name: 'power law',
    truth: 'falling',
    from: 0,
    wrongBefore: [],
    wrongAfter: ['flat', ...bad],
    losses: (seed) => spread(seed, (i, normal) => 10 * (1 + i / 50) ** -0.3 + 0.2 * normal()),
  },
  {
    name: 'slow divergence',
    truth: 'diverging',
    from: at,
    wrongBefore: bad,
    wrongAfter: ['spike', 'blown-up'],
    losses: (seed) =>
      spread(
        seed,
        (i, normal) =>
          2 + 4 * Math.exp(-i / (steps / 20)) + (2 * Math.max(0, i - at)) / steps + 0.2 * normal(),
      ),
  },
  {
    name: 'one spike',
    truth: 'spike',
    from: at,
    wrongBefore: bad,
    wrongAfter: ['diverging', 'blown-up'],
    losses: (seed) =>
      spread(
        seed,
        (i, normal) =>
          2 + 4 * Math.exp(-i / (steps / 20)) + 0.2 * normal() + (i >= at ? 4 * Math.exp(-(i - at) / 5) : 0),
      ),
  },
  {
    name: 'NaN for good',
    truth: 'blown-up',
    from: at,
    wrongBefore: bad,
    wrongAfter: ['spike', 'diverging'],
    losses: (seed) =>
      spread(seed, (i, normal) =>
        i >= at ? Number.NaN : 2 + 4 * Math.exp(-i / (steps / 20)) + 0.2 * normal(),
      ),
  },
  {
    name: 'explodes',
    truth: 'blown-up',
    from: at,
    wrongBefore: bad,
    wrongAfter: [],
    losses: (seed) =>
      spread(
        seed,
        (i, normal) =>
          2 +
          4 * Math.exp(-i / (steps / 20)) +
          0.2 * normal() +
          Math.max(0, Math.min(1e9, Math.expm1((i - at) / 100))),
      ),
  },
];

const percent = (share: number) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
const quantile = (values: number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

/** The section of the page, as it is printed. */
const page: string[] = [];
const print = (line: string) => {
  console.log(line);
  page.push(line);
};
print(
  `\`npm run verdicts\`: ${seeds} runs of ${steps} records of each kind; what is false is one that is not true of the run at that time.\n`,
);
print('| losses | true from | told | delay, records: median, 95 % | false alarms (runs) |');
print('| --- | --- | --- | --- | --- |');
const alarms = Object.fromEntries(kinds.map((kind) => [kind, 0]));
let runs = 0;
for (const { name, truth, from, wrongBefore, wrongAfter, losses } of made) {
  const delays: number[] = [];
  const wrong = new Map<Kind, number>();
  for (let seed = 1; seed <= seeds; seed++) {
    const found = told(losses(seed));
    const right = found.find(({ kind, at: index }) => kind === truth && index >= from);
    if (right) delays.push(right.at - from);
    const kindsTold = new Set(
      found
        .filter(({ kind, at: index }) => (index < from ? wrongBefore : wrongAfter).includes(kind))
        .map(({ kind }) => kind),
    );
    for (const kind of kindsTold) wrong.set(kind, (wrong.get(kind) ?? 0) + 1);
    runs++;
  }
  for (const [kind, count] of wrong) alarms[kind]! += count;
  const texts = [...wrong].map(([kind, count]) => `${kind} ${count}`).join(', ') || '0';
  const delay = delays.length === 0 ? '–' : `${quantile(delays, 0.5)}, ${quantile(delays, 0.95)}`;
  print(`| ${name} | ${truth}, ${from} | ${percent(delays.length / seeds)} | ${delay} | ${texts} |`);
}
print(
  `\nfalse alarms in ${runs} made-up runs: ${kinds.map((kind) => `${kind} ${alarms[kind]} (${percent(alarms[kind]! / runs)})`).join(', ')}`,
);

const folder = new URL('../../../shared/traces', import.meta.url).pathname;
if (!existsSync(folder)) print('\nSkipped: the recorded logs are not on this machine.');
else {
  print('\n| recorded run | records | verdicts, at record |\n| --- | --- | --- |');
  for (const file of readdirSync(folder)) {
    const result = await readFile(join(folder, file)).catch(() => null);
    if (result === null || !result.ok) continue;
    result.value.segments.forEach(({ losses }, i) => {
      if (losses.length < 100) return;
      const texts = told(losses).map(({ kind, at: index }) => `${kind} ${index}`);
      print(
        `| ${file}${i > 0 ? ` (${i + 1})` : ''} | ${losses.length} | ${texts.slice(0, 12).join(', ')}${texts.length > 12 ? `, … ${texts.length} in all` : ''} |`,
      );
    });
  }
}
writeSection('Verdicts', page.join('\n'));
