import 'uplot/dist/uPlot.min.css';
import '../../packages/sim/page/page.css';
import './playground.css';
import type { Comparison, SchedulerContext } from '@fastface/sim/browser';
import { keys } from '../../packages/sim/page/controls.js';
import { onTheme } from '../../packages/sim/page/theme.js';
import { View } from '../../packages/sim/page/view.js';
import { Desk } from './desk.js';
import { byId } from './dom.js';
import { exportButtons } from './exports.js';
import { onPaint } from './onPaint.js';
import { Pictures } from './pictures.js';
import type { ReadAnswer, ReplayAnswer } from './protocol.js';
import { readingPanel } from './readingPanel.js';
import { schedulerPanel } from './schedulerPanel.js';
import { commandFor, programFor } from './shareCode.js';
import { sliderPanel } from './sliderPanel.js';
import type { Values } from './sliders.js';
import { sourcePanel } from './sourcePanel.js';
import { readState, type State, writeState } from './state.js';
import { showFacts, showNotes, showTables, spokenSummary } from './tables.js';
import { wantedBy } from './wanted.js';

const box = byId('play');
const state: State = readState(location.hash);
let dropped: File | null = null;
let base: Comparison | null = null;
let comparison: Comparison | null = null;
let context: SchedulerContext | null = null;
let start: Values | null = null;
/** Time of the input that has not been painted yet. */
let touched: number | null = null;
/** The address whose view is shown: going back in the history shows another. */
let address = location.hash;

const view = new View(0, 1, () => {
  pictures.draw();
  state.shown = view.whole ? null : [view.from, view.to];
  ask();
});
const pictures = new Pictures(view);
const desk = new Desk(onRead, onReplay, (message) => problem(`The page’s worker broke: ${message}`));
const showSliders = sliderPanel(state, () => {
  touched ??= performance.now();
  ask();
});
const showSchedulers = schedulerPanel(state, ask);
const showReading = readingPanel(state, read);
const showSource = sourcePanel(state, (file) => {
  dropped = file;
  // Values that suited one run do not suit another.
  state.values = {};
  state.set = {};
  state.shown = null;
  read();
});

function problem(text: string): void {
  byId('problem').textContent = text;
  box.ariaBusy = 'false';
}

/** Reads the chosen run. */
function read(): void {
  showSource();
  showReading();
  showSchedulers();
  const source = state.trace ?? dropped;
  if (source === null) {
    problem(
      `This view was made with ${state.file}. The log stayed where it was: drop it here to see the view.`,
    );
    return;
  }
  box.ariaBusy = 'true';
  const { lr, segment, ...reading } = state.reading;
  const options = { ...reading, ...(lr === undefined ? {} : { learningRate: lr }) };
  desk.read({ kind: 'read', source, options, segment });
}

function onRead(answer: ReadAnswer): void {
  problem(answer.problem ?? '');
  if (!answer.base) return;
  base = answer.base;
  ({ context, start } = answer);
  state.values = { ...start!, ...state.values };
  const { iterations, summary } = base;
  view.of(iterations.firstStep, summary.lastStep);
  if (state.shown) [view.from, view.to] = view.within(...state.shown);
  showFacts(base);
  pictures.reset(base);
  ask();
}

/** Asks for replays of what the state says; the answer is drawn when it comes. */
function ask(): void {
  showSliders();
  if (!base) return;
  box.ariaBusy = 'true';
  const [from, to] = [Math.round(view.from), Math.round(view.to)];
  desk.replay({ kind: 'replay', wanted: wantedBy(state), from, to, samples: 1000 });
  keepAddress();
}

function onReplay({ outcomes }: ReplayAnswer): void {
  if (!base) return;
  const replays = outcomes.flatMap((outcome) => ('replay' in outcome ? [outcome.replay] : []));
  const problems = outcomes.flatMap((outcome) => ('problem' in outcome ? [outcome.problem] : []));
  const notes = outcomes.flatMap((outcome) => ('note' in outcome && outcome.note ? [outcome.note] : []));
  comparison = { ...base, replays };
  const since = touched;
  touched = null;
  requestAnimationFrame(() => {
    if (!comparison) return;
    pictures.show(comparison);
    showTables(comparison);
    showNotes(problems, notes);
    box.ariaBusy = 'false';
    if (since !== null) onPaint(since);
  });
  settle();
}

/** What may wait until the sliders rest: the code, and the sentence for those who hear the page. */
const settle = debounced(400, () => {
  if (!comparison || !context) return;
  const wanted = wantedBy(state);
  byId('command').textContent = commandFor(comparison.file, wanted, state.reading);
  byId('program').textContent = programFor(comparison, context, wanted, state.reading);
  byId('spoken').textContent = spokenSummary(comparison);
});

/** Browsers allow some hundred changes of the address in half a minute. */
const keepAddress = debounced(300, () => {
  address = writeState(state);
  history.replaceState(null, '', address);
});

function debounced(milliseconds: number, action: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  };
}

addEventListener('hashchange', () => {
  // In-page links, of which the page has some, have no equals sign.
  if (location.hash === address || !location.hash.includes('=')) return;
  address = location.hash;
  Object.assign(state, readState(location.hash));
  if (state.trace !== null || state.file !== dropped?.name) dropped = null;
  read();
});

byId('suit').addEventListener('click', () => {
  Object.assign(state.values, start);
  ask();
});
byId('published').addEventListener('click', () => {
  Object.assign(state.values, {
    alpha: 0.001,
    beta: 0.001,
    threshold: 5e-5,
    patienceFraction: 0.05,
    factor: 0.5,
    haarWidth: 1,
  });
  ask();
});

// What scrolls must be reached by the keyboard.
for (const pre of box.querySelectorAll('pre')) pre.tabIndex = 0;
exportButtons(() => comparison);
keys(view);
new ResizeObserver(() => pictures.resize()).observe(byId('plots'));
onTheme(() => pictures.resize());
addEventListener('fastface-theme', () => pictures.resize());
read();
