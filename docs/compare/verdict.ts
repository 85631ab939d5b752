import type { Comparison } from '@fastface/train/browser';
import { byId } from '../playground/dom.js';

/** A line in place of a verdict; what was said of other pictures goes. */
export function say(text: string): void {
  byId('verdict').textContent = text;
  byId('scale').hidden = true;
}

/** The verdict in words, and on a scale from −1 to 1. */
export function showVerdict({ similarity, threshold, same }: Comparison): void {
  const number = (value: number) => value.toFixed(2).replace('-', '−');
  const side = same ? 'above' : 'not above';
  byId('verdict').replaceChildren(
    Object.assign(document.createElement('strong'), {
      textContent: same === null ? 'No verdict' : same ? 'One person' : 'Two people',
    }),
    threshold === null
      ? `: similarity ${number(similarity)}; the network has no threshold.`
      : `: similarity ${number(similarity)}, ${side} the threshold ${number(threshold)}.`,
  );
  const scale = byId('scale');
  scale.hidden = false;
  place(scale.querySelector<HTMLElement>('.needle')!, similarity);
  place(scale.querySelector<HTMLElement>('.mark')!, threshold ?? 0);
  scale.classList.toggle('same', same === true);
  // On a phone it may be below what is in view.
  scale.parentElement!.scrollIntoView({ block: 'nearest' });
}

const place = (element: HTMLElement, value: number) => {
  element.style.left = `${50 + 50 * value}%`;
};
