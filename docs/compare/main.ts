import './compare.css';
import type { Comparison } from '@fastface/train/browser';
import { byId, onDrop } from '../playground/dom.js';
import { Desk } from './desk.js';
import { examples } from './examples.js';
import { clear, decode, showCrop, showWhole } from './pictures.js';
import { say, showVerdict } from './verdict.js';

const box = byId('compare');
const sections = [...box.querySelectorAll<HTMLElement>('.place')];
const part = <Kind extends HTMLElement>(place: number, selector: string) =>
  sections[place]!.querySelector<Kind>(selector)!;
const desk = new Desk();
/** Of each place: its newest picture's number. What is decoded or answered late does not replace a newer one. */
const newest: [number, number] = [0, 0];
const filled = [false, false];
/** Pictures under way. */
let under = 0;
let comparison: Comparison | null = null;

/** Puts a picture into a place. A file that is no picture empties it. */
async function put(place: number, file: Blob, name: string): Promise<void> {
  const own = ++newest[place as 0 | 1];
  const isLate = () => own !== newest[place as 0 | 1];
  box.ariaBusy = 'true';
  under++;
  comparison = null;
  filled[place] = false;
  tell(place, '');
  byId('broken').textContent = '';
  say('Reading the picture …');
  try {
    const decoded = await decode(file, name).catch((error: Error) => error);
    if (isLate()) {
      if (!(decoded instanceof Error)) decoded.bitmap.close();
      return;
    }
    clear(part(place, '.crop'));
    if (decoded instanceof Error) {
      clear(part(place, '.whole'));
      tell(place, decoded.message);
      await desk.forget(place);
      // The other place may have been compared with what was here before.
      comparison = null;
      return;
    }
    const { bitmap, pixels } = decoded;
    showWhole(part(place, '.whole'), bitmap, name);
    bitmap.close();
    say('Loading the network …');
    const seen = await desk.see(place, pixels);
    if (isLate()) return;
    filled[place] = true;
    showCrop(part(place, '.crop'), seen.crop, seen.size);
    ({ comparison } = seen);
  } catch (error) {
    if (!isLate()) byId('broken').textContent = (error as Error).message;
  } finally {
    if (--under === 0) settle();
  }
}

function settle(): void {
  box.ariaBusy = 'false';
  if (comparison) showVerdict(comparison);
  else if (filled[0]) say('Choose the second picture.');
  else say(filled[1] ? 'Choose the first picture.' : 'Choose two pictures, or an example.');
}

const tell = (place: number, problem: string) => {
  part(place, '.problem').textContent = problem;
};

for (const [place, section] of sections.entries()) {
  const field = section.querySelector('input')!;
  field.addEventListener('change', () => {
    const file = field.files?.[0];
    if (file) put(place, file, file.name);
  });
}

// A file that is dropped goes to the place it is dropped on; elsewhere to the first, a second one to the second.
onDrop((dropped, target) => {
  const files = dropped.slice(0, 2);
  const over = sections.findIndex((section) => section.contains(target as Node));
  const places = files.length === 2 ? [0, 1] : [Math.max(0, over)];
  for (const [i, place] of places.entries()) {
    part<HTMLInputElement>(place, 'input').value = '';
    put(place, files[i]!, files[i]!.name);
  }
});

for (const button of box.querySelectorAll<HTMLElement>('[data-example]'))
  for (const [place, { name, blob }] of examples(button.dataset.example!).entries()) {
    const picture = document.createElement('img');
    picture.src = URL.createObjectURL(blob);
    picture.alt = '';
    button.append(picture);
    button.addEventListener('click', () => {
      part<HTMLInputElement>(place, 'input').value = '';
      put(place, blob, name);
    });
  }
