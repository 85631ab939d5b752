import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../cli/failure.js';
import { count, percent, short } from '../../numbers.js';
import type { Outlook } from '../forecast/outlook.js';
import { duration } from './duration.js';
import { gutter, lossPanel } from './lossPanel.js';
import type { Style } from './style.js';
import { trendPanel } from './trendPanel.js';
import type { ViewState } from './viewState.js';

/** Rows from which on the trend has a picture. */
const tall = 40;
const mostEvents = 16;

/**
 * A run on a screen of some columns and rows: exactly so many lines, none of them longer. What there is no room for is left out: the
 * trend's picture first, then what was told, then the picture of the loss.
 */
export function screen(state: ViewState, columns: number, rows: number, style: Style): string {
  const above = [title(state, columns, style), progress(state, columns, style), '', lossLine(state, style)];
  const below = facts(state, columns, style);
  const footer = style.dim('q quits');
  // Blank lines around the facts, the axis, the footer.
  const room = rows - above.length - below.length - 4;
  const trendRows = rows >= tall ? Math.max(4, Math.floor(room / 5)) : 0;
  const events = Math.max(0, Math.min(mostEvents, state.events.length, Math.floor((room - trendRows) / 3)));
  const lossRows = room - events - (trendRows > 0 ? trendRows + 2 : 0);
  const lines = [...above];
  if (lossRows >= 3) {
    const last = axisEnd(state);
    const { stays = null, toZero = null } = last === state.lastStep ? (state.forecast ?? {}) : {};
    const outlooks = [stays, toZero].filter((one) => one !== null);
    lines.push(...lossPanel(state.course, outlooks, last, columns, lossRows, style));
    if (trendRows > 0) lines.push(...trendPanel(state, last, columns, trendRows, style));
  }
  lines.push('', ...below, '');
  if (events > 0) lines.push(...state.events.slice(-events));
  while (lines.length < rows - 1) lines.push('');
  const shown = [...lines.slice(0, Math.max(0, rows - 1)), footer].slice(-rows);
  return shown.map((line) => cut(line, columns)).join('\n');
}

/** To the planned end once a third is done; before, to the latest step. */
function axisEnd({ latest, lastStep, run }: ViewState): number {
  const step = latest?.step ?? 0;
  const first = run?.step ?? 0;
  return lastStep !== null && 3 * (step - first) >= lastStep - first ? Math.max(lastStep, step) : step;
}

function title({ file, log, run, latest }: ViewState, columns: number, style: Style): string {
  const name = file === '-' ? 'standard input' : printable(file);
  const waiting = latest === null ? 'waiting for records' : '';
  const about = log === null ? waiting : `${log.format}, loss "${printable(log.lossName)}"`;
  const right = run !== null && run.run > 1 ? `run ${count(run.run)}` : '';
  const left = `${name}  ${about}`;
  const gap = columns - left.length - right.length;
  // The end of a path says more than its beginning.
  const shown =
    gap >= 2 ? name : `…${name.slice(Math.max(1, name.length - Math.max(8, name.length + gap - 3)))}`;
  const rest = columns - shown.length - about.length - 2;
  return `${style.bold(shown)}  ${style.dim(about)}${right && rest > right.length ? style.dim(right.padStart(rest)) : ''}`;
}

function progress(
  { run, latest, lastStep, speed, trouble }: ViewState,
  columns: number,
  style: Style,
): string {
  if (trouble !== null) return style.bad(trouble);
  if (latest === null) return '';
  const pace = speed === null ? [] : [`${short(Number(speed.toPrecision(2)))} steps/s`];
  if (lastStep === null || run === null) return [`step ${count(latest.step)}`, ...pace].join('   ');
  const share = Math.min(1, Math.max(0, (latest.step - run.step + 1) / (lastStep - run.step + 1)));
  const left =
    speed === null || speed <= 0 || share >= 1 ? [] : [`${duration((lastStep - latest.step) / speed)} left`];
  const text = [`${count(latest.step)} of ${count(lastStep)}`, percent(share), ...pace, ...left].join('   ');
  const width = Math.min(60, columns - text.length - 3);
  if (width < 8) return text;
  const full = Math.round(share * width);
  return `${style.accent('━'.repeat(full))}${style.dim('─'.repeat(width - full))}   ${text}`;
}

function lossLine({ latest, lowest, course }: ViewState, style: Style): string {
  if (latest === null) return '';
  const near = course
    .slice(-Math.max(1, Math.ceil(course.length / 40)))
    .filter(({ mean }) => Number.isFinite(mean));
  const smoothed = near.reduce((sum, { mean }) => sum + mean, 0) / near.length;
  const parts = [
    `${style.bold('loss')} ${Number.isFinite(latest.loss) ? short(latest.loss) : String(latest.loss)}`,
    `smoothed ${style.bold(short(smoothed))}`,
    ...(lowest === null ? [] : [style.dim(`lowest ${short(lowest.loss)} at ${count(lowest.step)}`)]),
  ];
  return parts.join('   ');
}

function facts(state: ViewState, columns: number, style: Style): string[] {
  const { run, rate, verdict, trends, forecast } = state;
  const lines: string[] = [];
  const line = (name: string, text: string) => lines.push(`${style.dim(name.padEnd(gutter))}${text}`);
  if (verdict === null) line('verdict', style.dim('nothing can be said yet'));
  else {
    line('verdict', verdictLine(state, style));
    line('', style.dim(printable(verdict.reason)));
  }
  const { trend = null, threshold = null } = trends.at(-1) ?? {};
  if (trend !== null)
    line(
      'trend',
      `falls ${short(trend)} an iteration${threshold === null ? '' : `, a plateau at or below ${short(threshold)}`}`,
    );
  if (rate !== null) {
    const scale = rate.scale === 1 ? 'the base rate' : `${percent(rate.scale)} of the base rate`;
    line('rate', `${style.bold(short(rate.learningRate))}  ${scale}  ${style.dim(run?.scheduler ?? '')}`);
  } else if (run !== null) for (const note of run.notes) line('rate', style.dim(printable(note)));
  if (forecast !== null) {
    const about = ({ loss, low, high }: Outlook) =>
      `${style.bold(short(loss))} (${short(low)} to ${short(high)})`;
    const { stays, toZero, reason } = forecast;
    const said = [
      ...(stays === null ? [] : [`${about(stays)} if the rate stays`]),
      ...(toZero === null ? [] : [`${about(toZero)} straight to zero`]),
    ];
    const whole = said.join(', ');
    if (said.length === 0) line('at end', style.dim(`no forecast: ${reason}`));
    // Where the two do not fit side by side, they stand one below the other.
    else if (gutter + stripVTControlCharacters(whole).length <= columns) line('at end', whole);
    else for (const [i, one] of said.entries()) line(i === 0 ? 'at end' : '', one);
  }
  return lines;
}

function verdictLine({ verdict, run, lastStep, latest, speed }: ViewState, style: Style): string {
  const { verdict: name, since, confidence } = verdict!;
  const paint = name === 'falling' ? style.good : name === 'flat' ? style.bold : style.bad;
  const parts = [`${paint(name)} since ${count(since)}`];
  if (lastStep !== null && run !== null && since >= run.step)
    parts.push(`(${percent((since - run.step) / (lastStep - run.step + 1))} of the run)`);
  if (speed !== null && speed > 0 && latest !== null)
    parts.push(`for about ${duration((latest.step - since) / speed)}`);
  if (confidence < 0.9999) parts.push(style.dim(`${(100 * Math.min(confidence, 0.999)).toFixed(1)} % sure`));
  return parts.join('  ');
}

/** A line of at most so many characters, whatever colours it has; dots stand for the rest of a longer one. */
function cut(line: string, columns: number): string {
  if (stripVTControlCharacters(line).length <= columns) return line;
  let [shown, at] = [0, 0];
  // Colours take no room.
  while (at < line.length) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    const [color] = /^\u001b\[\d+m/.exec(line.slice(at, at + 8)) ?? [];
    if (color !== undefined) at += color.length;
    else if (shown === columns - 1) break;
    else [shown, at] = [shown + 1, at + 1];
  }
  return `${line.slice(0, at)}…${line.includes('\u001b') ? '\u001b[0m' : ''}`;
}
