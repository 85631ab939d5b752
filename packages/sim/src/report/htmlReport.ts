import { count, plural, short } from '../cli/numbers.js';
import { type Comparison, firstDivergence } from '../comparison.js';
import type { Replay } from '../replay.js';
import { lossChart, rateChart, trendChart } from './charts.js';
import { escapeHtml } from './escapeHtml.js';
import { style } from './style.js';

/** One page with everything in it: no network, no script. Text from the log is escaped. */
export function htmlReport(comparison: Comparison, command: string): string {
  const { file, replays } = comparison;
  const name = file.split(/[\\/]/).at(-1)!;
  const trends = replays.flatMap((replay, i) => {
    const chart = trendChart(comparison, replay, i + 1);
    const threshold = short(Number(replay.options.threshold));
    return chart
      ? [
          `<h2>Trend of ${escapeHtml(replay.scheduler)}</h2><p>Smoothed decrease of the loss against the threshold ${threshold} (dashed); stationary stretches shaded. Values far above the threshold are cut off.</p>${chart}`,
        ]
      : [];
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(name)} – FastFace replay</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(name)}</h1><p>${escapeHtml(facts(comparison))}</p>${noteList(comparison)}</header>
${legend(comparison)}
<h2>Loss</h2><p>Range and mean of the recorded loss; vertical lines where a scheduler would have changed the rate.</p>${lossChart(comparison)}
${trends.join('\n')}
<h2>Learning rates</h2>${rateChart(comparison)}
<h2>What each scheduler would have done</h2>${summaryTable(comparison)}
<p class="caution">A replay is open loop: the losses are those of the rates that the run really used. A scheduler's decisions up to the step where its rate first differs from the recorded one are what it would have decided; the later ones only show what it makes of these losses.</p>
${replays.map((replay, i) => decisions(comparison, replay, i + 1)).join('\n')}
<footer><p>Made by <code>${escapeHtml(command)}</code></p></footer>
</main>
</body>
</html>
`;
}

function facts({ format, lossName, summary, segmentNumber, segmentCount, iterations }: Comparison): string {
  const { points, firstStep, lastStep, stride, firstLoss, lastLoss, nonFinite, plannedSteps } = summary;
  return [
    `${format}, loss “${lossName}”`,
    ...(segmentCount > 1 ? [`segment ${segmentNumber} of ${segmentCount}`] : []),
    `${plural(points, 'record')} at steps ${count(firstStep)} to ${count(lastStep)}${stride === null ? '' : ` by ${count(stride)}`}`,
    `replayed as ${plural(iterations.losses.length, 'iteration')}`,
    `loss ${short(firstLoss)} → ${short(lastLoss)}`,
    ...(nonFinite > 0 ? [`${count(nonFinite)} losses not finite`] : []),
    ...(plannedSteps === null ? [] : [`planned for ${count(plannedSteps)}`]),
  ].join(' · ');
}

const noteList = ({ notes }: Comparison): string =>
  notes.length === 0
    ? ''
    : `<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`;

function legend({ replays, summary }: Comparison): string {
  const names = [
    summary.hasLearningRate ? 'the run itself' : 'recorded loss',
    ...replays.map(({ scheduler }) => scheduler),
  ];
  return `<ul class="legend">${names.map((name, i) => `<li class="c${i}">${escapeHtml(name)}</li>`).join('')}</ul>`;
}

function summaryTable({ recorded, replays, summary, segment }: Comparison): string {
  const row = (name: string, changes: readonly { step: number }[], final: number | null, options: string) => {
    const ends = changes.length > 0 ? [count(changes[0]!.step), count(changes.at(-1)!.step)] : ['–', '–'];
    const cells = [count(changes.length), ...ends, short(final)].map((cell) => `<td>${cell}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells}<td class="options">${escapeHtml(options)}</td></tr>`;
  };
  const rows = replays.map(({ scheduler, changes, finalLearningRate, options }) =>
    row(
      scheduler,
      changes,
      finalLearningRate,
      Object.entries(options)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ),
  );
  if (summary.hasLearningRate)
    rows.unshift(row('the run itself', recorded, segment.learningRates?.at(-1) ?? null, ''));
  const head = ['scheduler', 'changes', 'first at step', 'last at step', 'final rate', 'options'];
  return `<div class="scroll"><table><thead><tr>${head.map((name) => `<th scope="col"${name === 'options' ? ' class="options"' : ''}>${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function decisions(comparison: Comparison, replay: Replay, color: number): string {
  const { scheduler, changes } = replay;
  if (changes.length === 0)
    return `<h3 class="c${color}">${escapeHtml(scheduler)}</h3><p>No change of the rate.</p>`;
  const parted = firstDivergence(comparison, replay);
  const shown = changes.slice(0, 200);
  const rows = shown.map(({ step, decision, from, to, reason }) => {
    const conditional = parted !== null && step > parted ? ' class="conditional"' : '';
    return `<tr${conditional}><td>${count(step)}</td><td>${decision}</td><td>${short(from)} → ${short(to)}</td><td class="options">${escapeHtml(reason)}</td></tr>`;
  });
  const more = changes.length > shown.length ? `<p>and ${count(changes.length - shown.length)} more</p>` : '';
  const note =
    parted === null ? '' : `<p>Parts from the run at step ${count(parted)}; later rows are paler.</p>`;
  return `<h3 class="c${color}">${escapeHtml(scheduler)}</h3>${note}<div class="scroll"><table><thead><tr><th scope="col">step</th><th scope="col">decision</th><th scope="col">rate</th><th scope="col" class="options">why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>${more}`;
}
