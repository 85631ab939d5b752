import { spans } from '../src/report/smooth.js';
import type { View } from './view.js';

/** Buttons that zoom, a choice of smoothing, and a line that says what is shown. Returns what renews that line. */
export function controls(
  view: View,
  span: number,
  records: number,
  onSpan: (span: number) => void,
): () => void {
  const bar = document.querySelector<HTMLElement>('.controls')!;
  const actions: [name: string, label: string, action: () => void][] = [
    ['+', 'Zoom in', () => view.zoom(0.5)],
    ['−', 'Zoom out', () => view.zoom(2)],
    ['←', 'Earlier', () => view.move(-0.25)],
    ['→', 'Later', () => view.move(0.25)],
    ['All', 'Show all', () => view.all()],
  ];
  for (const [name, label, action] of actions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    if (label !== name) button.ariaLabel = button.title = label;
    button.addEventListener('click', action);
    bar.append(button);
  }
  bar.append(smoothing(span, records, onSpan));
  const shown = document.createElement('output');
  bar.append(shown);
  return () => {
    const [from, to] = [Math.round(view.from), Math.round(view.to)];
    shown.textContent = `steps ${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`;
    shown.dataset.from = String(from);
    shown.dataset.to = String(to);
  };
}

function smoothing(span: number, records: number, onSpan: (span: number) => void): HTMLElement {
  const label = document.createElement('label');
  const select = document.createElement('select');
  for (const choice of spans.filter((s) => s === 1 || s <= records / 4)) {
    const text = choice === 1 ? 'none' : `${choice.toLocaleString('en-US')} records`;
    select.append(new Option(text, String(choice), choice === span, choice === span));
  }
  select.addEventListener('change', () => onSpan(Number(select.value)));
  label.append('Smoothing ', select);
  return label;
}

/** Arrow keys, + − and 0 on a picture that has the focus. */
export function keys(view: View): void {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.move(-0.1),
    ArrowRight: () => view.move(0.1),
    '+': () => view.zoom(0.5),
    '=': () => view.zoom(0.5),
    '-': () => view.zoom(2),
    '0': () => view.all(),
    Escape: () => view.all(),
  };
  document.addEventListener('keydown', (event) => {
    const action = actions[event.key];
    const onPlot = event.target instanceof Element && event.target.classList.contains('plot');
    if (!action || !onPlot || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}
