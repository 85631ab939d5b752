import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelTrace, modelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import { readFile } from '../../packages/sim/src/read/readFile.js';
import type { Segment } from '../../packages/sim/src/trace.js';
import { forecast } from '../../packages/sim/src/watch/forecast/forecast.js';
import { outlookOf, rateAt } from '../../packages/sim/src/watch/forecast/outlook.js';
import { cuts, endOf, knownUntil, type Outcome, outcome } from './outcome.js';

/** Recorded logs of other people's runs, which are not part of the project. */
const folder = fileURLToPath(new URL('../../../shared/traces', import.meta.url));

/** A rate falls where it ends at this share of what it is, or less. */
const fallen = 0.4;
/** A stretch at one rate is told of when it goes on for this share of what is known. */
const leastStretch = 0.1;

/** Every run of every recorded log that tells its rates, cut off at each share. */
export async function recordedOutcomes(say: (text: string) => void): Promise<Outcome[]> {
  const files = ['', 'lr_law'].flatMap((part) =>
    readdirSync(join(folder, part))
      .map((name) => join(part, name))
      .filter((name) => statSync(join(folder, name)).isFile()),
  );
  const found: Outcome[] = [];
  for (const file of files) {
    const result = await readFile(join(folder, file)).catch(() => null);
    if (result === null || !result.ok) continue;
    result.value.segments.forEach((segment, i) => {
      const whole = usable(segment, file);
      if (whole === null) return;
      for (const cut of cuts)
        found.push(...outcomesOf(`${file}${i > 0 ? ` (${i + 1})` : ''}`, segment, whole, cut));
      say(`${file} ${i + 1}`);
    });
  }
  return found;
}

/** Runs of as many records as a forecast of three tenths of them needs. */
function usable(segment: Segment, file: string): ModelTrace | null {
  if (segment.losses.length < 160 && !file.startsWith('lr_law')) return null;
  try {
    return modelTrace(segment, file, 'mean');
  } catch {
    return null;
  }
}

function outcomesOf(run: string, segment: Segment, whole: ModelTrace, cut: number): Outcome[] {
  const [first, last] = [segment.steps[0]!, segment.steps.at(-1)!];
  const known = knownUntil(segment, first + cut * (last - first));
  const from = known.steps.at(-1)!;
  const rate = rateAt(whole, from);
  const until = stretchEnd(whole, from, rate);
  const found: Outcome[] = [];
  if (until - from >= leastStretch * (from - whole.firstStep + 1)) {
    const said = forecast(known, until);
    found.push(outcome({ run, cut, rates: 'stays', came: endOf(whole, until) }, said, said.stays));
  }
  if (whole.rates.at(-1)! <= fallen * rate) {
    const said = forecast(known, last);
    const past = said.toZero && modelTrace(known, run, 'mean');
    const outlook = past && outlookOf(past, last)((step) => rateAt(whole, step));
    found.push(outcome({ run, cut, rates: "the log's", came: endOf(whole, last) }, said, outlook));
  }
  return found;
}

/** How far the rate stays within a fiftieth. */
function stretchEnd({ steps, rates }: ModelTrace, from: number, rate: number): number {
  const end = steps.findIndex((step, i) => step > from && Math.abs(rates[i]! / rate - 1) > 0.02);
  return end < 0 ? steps.at(-1)! : steps[end - 1]!;
}
