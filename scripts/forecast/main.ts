/**
 * How often the forecast of `fastface watch` holds: on recorded logs and on small networks that are really trained, cut off at 30, 50
 * and 70 %. `npm run forecast` takes some twenty minutes and writes docs/figures/forecast.json and a section of docs/live-measured.md;
 * `-- --recorded` does the recorded logs again and keeps the small networks, `-- --page` writes the section only.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeSection } from '../live/section.js';
import { haveRecordedLogs } from '../lossModel/recordedLogs.js';
import type { Outcome } from './outcome.js';
import { section } from './page.js';
import { recordedOutcomes } from './recorded.js';
import { smallNetworkOutcomes } from './smallNetworks.js';

/** All that was forecast, and what came. */
export interface Outcomes {
  readonly recorded: readonly Outcome[];
  readonly small: readonly Outcome[];
}

const place = fileURLToPath(new URL('../../docs/figures/forecast.json', import.meta.url));
const before: Outcomes = existsSync(place)
  ? JSON.parse(readFileSync(place, 'utf8'))
  : { recorded: [], small: [] };
const started = performance.now();
const say = (text: string) => console.log(`${((performance.now() - started) / 1000).toFixed(0)} s  ${text}`);

let { recorded, small } = before;
if (!process.argv.includes('--page')) {
  if (haveRecordedLogs()) recorded = await recordedOutcomes(say);
  else say('skipped: the recorded logs are not on this machine; their part stays as it was');
  if (!process.argv.includes('--recorded')) small = smallNetworkOutcomes([11, 12], say);
  const lines = (all: readonly Outcome[]) => all.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  writeFileSync(
    place,
    `{\n  "recorded": [\n${lines(recorded)}\n  ],\n  "small": [\n${lines(small)}\n  ]\n}\n`,
  );
}
const text = section({ recorded, small });
console.log(text);
writeSection('The forecast', text);
