import pc from 'picocolors';
import { count, plural, short } from '../numbers.js';
import type { NumberedEvent } from '../watch/event.js';
import type { Forecast } from '../watch/forecast/forecast.js';
import type { Outlook } from '../watch/forecast/outlook.js';
import type { Summary } from '../watch/summary.js';
import type { SourceEvent } from '../watch/watchLog.js';
import { printable } from './failure.js';
import { lossLine } from './table.js';

const notes: Readonly<Record<string, string>> = {
  replaced: 'the log was replaced: the new one is followed',
  truncated: 'the log was cut or written anew: read from its start',
  gone: 'the log is gone: waiting for it',
  back: 'the log is there again',
};

/** One line for each event, for a person. */
export function watchText(event: NumberedEvent | SourceEvent): string {
  switch (event.event) {
    case 'log': {
      const { file, format, lossName, otherLosses } = event;
      const name = file === '-' ? 'standard input' : printable(file);
      return [
        `${pc.bold(name)}  ${format}, loss "${printable(lossName)}"`,
        ...lossLine(lossName, otherLosses),
      ].join('\n');
    }
    case 'source':
      return pc.dim(`note: ${notes[event.note] ?? printable(event.note)}`);
    case 'run': {
      const { run, step, stride, scheduler, learningRate, totalSteps } = event;
      const parts = [
        `run ${count(run)} from step ${count(step)}${stride === null || stride === 1 ? '' : ` by ${count(stride)}`}`,
        ...(scheduler === null ? [] : [`${scheduler} at ${short(learningRate)}`]),
        ...(totalSteps === null ? [] : [`of ${count(totalSteps)} iterations`]),
      ];
      return [parts.join(', '), ...event.notes.map((note) => pc.dim(`note: ${note}`))].join('\n');
    }
    case 'verdict': {
      const { step, verdict, since, confidence, reason } = event;
      const sure =
        verdict === 'spike' || verdict === 'blown-up'
          ? ''
          : `, ${(100 * Math.min(confidence, 0.999)).toFixed(1)} % sure`;
      return `${count(step)}  ${pc.bold(verdict)} since ${count(since)}${sure}  ${pc.dim(reason)}`;
    }
    case 'stalled':
      return `stalled: no record for ${short(event.silent)} s, where ${short(event.usual)} s is usual`;
    case 'forecast':
      return `${count(event.step)}  ${forecastText(event)}`;
    case 'moving':
      return `moving again after ${short(event.silent)} s`;
    case 'decision': {
      const { step, decision, from, learningRate, reason } = event;
      return `${count(step)}  ${decision} ${short(from)} → ${short(learningRate)}  ${pc.dim(printable(reason))}`;
    }
  }
}

/** What is expected at the end; the interval holds four of five runs. */
export function forecastText({ at, stays, toZero, reason }: Forecast): string {
  const about = ({ loss, low, high }: Outlook) => `${short(loss)} (${short(low)} to ${short(high)})`;
  const said = [
    ...(stays === null ? [] : [`${about(stays)} if the rate stays`]),
    ...(toZero === null ? [] : [`${about(toZero)} if it goes straight to zero`]),
  ];
  return said.length > 0 ? `forecast for ${count(at)}: ${said.join(', ')}` : `no forecast: ${reason}`;
}

/** The end, in one line. */
export function summaryText({ records, runs, decisions, verdicts, last, lowest }: Summary): string {
  const told = Object.entries(verdicts).map(([verdict, times]) => `${verdict} ${count(times)}×`);
  const parts = [
    plural(records, 'record'),
    ...(runs > 1 ? [plural(runs, 'run')] : []),
    plural(decisions, 'decision'),
    ...told,
    ...(last === null ? [] : [`loss ${short(last.loss)} at ${count(last.step)}`]),
    ...(lowest === null ? [] : [`lowest ${short(lowest.loss)} at ${count(lowest.step)}`]),
  ];
  return `end: ${parts.join(', ')}`;
}
