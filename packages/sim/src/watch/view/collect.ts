import { stripVTControlCharacters } from 'node:util';
import { watchText } from '../../cli/watchText.js';
import { trendIn } from '../../replay.js';
import { type Course, pairs } from '../course.js';
import type { NumberedEvent, RunEvent } from '../event.js';
import type { Forecast } from '../forecast/forecast.js';
import { rateOf } from '../rate.js';
import type { LiveRecord } from '../record.js';
import type { Watcher } from '../watcher.js';
import type { SourceEvent, WatchOutput } from '../watchLog.js';
import { Pace } from './pace.js';
import type { TrendSample, ViewState } from './viewState.js';

const mostEvents = 64;
const mostTrends = 1024;

/** Gathers what a picture shows, in constant memory. */
export function collect(
  file: string,
  course: Course,
  now: () => number,
): WatchOutput & { state(): ViewState; note(text: string): void } {
  let log: ViewState['log'] = null;
  let run: RunEvent | null = null;
  let [latest, lowest]: [ViewState['latest'], ViewState['latest']] = [null, null];
  let trends: TrendSample[] = [];
  // A trend is kept of every so many records.
  let [every, passed] = [1, 0];
  let forecast: Forecast | null = null;
  let trouble: string | null = null;
  let watcher: Watcher | null = null;
  const events: string[] = [];
  const pace = new Pace();
  const note = (text: string) => {
    const clock = new Date(now()).toTimeString().slice(0, 8);
    events.push(`${clock}  ${text}`);
    if (events.length > mostEvents) events.shift();
  };
  const taken = ({ step, loss }: LiveRecord) => {
    if (latest !== null && step < latest.step) {
      [lowest, trends, forecast, every] = [null, [], null, 1];
      pace.clear();
    }
    latest = { step, loss };
    if (Number.isFinite(loss) && (lowest === null || loss < lowest.loss)) lowest = latest;
  };
  const event = (told: NumberedEvent | SourceEvent) => {
    if (told.event === 'log') log = told;
    else if (told.event === 'run') run = told;
    else if (told.event === 'forecast') forecast = told;
    const text = stripVTControlCharacters(watchText(told)).split('\n')[0]!;
    if (told.event === 'stalled' || (told.event === 'source' && ['gone', 'back'].includes(told.note)))
      trouble = told.event === 'source' && told.note === 'back' ? null : text;
    else if (told.event === 'moving') trouble = null;
    if (told.event !== 'log' && told.event !== 'forecast') note(text);
  };
  return {
    event,
    record(record, current) {
      taken(record);
      if (++passed < every) return;
      const { state } = current;
      if (state === null) return;
      passed = 0;
      trends.push({ step: record.step, ...trendIn(state, state.options ?? {}) });
      if (trends.length < mostTrends) return;
      trends = pairs(trends, (_, b) => b);
      every *= 2;
    },
    past: taken,
    note,
    read(current, atEnd) {
      watcher = current;
      // What was there before is read at another pace than it was written.
      if (atEnd && latest !== null) pace.beat(now(), latest.step);
    },
    state() {
      const { firstStep } = course;
      const total = watcher?.totalSteps ?? null;
      return {
        file,
        log,
        run,
        lastStep: total === null || firstStep === null ? null : firstStep - 1 + total,
        course: course.stretches(),
        latest,
        lowest,
        trends,
        rate: watcher === null ? null : rateOf(watcher),
        verdict: watcher?.verdict ?? null,
        forecast,
        speed: pace.speed,
        trouble,
        events,
      };
    },
  };
}
