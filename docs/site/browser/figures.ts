import { type FigureControl, shareOf, startOf, valueAtShare } from '../../figures/figure.js';
import { figures } from '../../figures/figures.js';

/** Gives the figures of a page their sliders; a move draws the figure again, with the code that drew it first. */
for (const element of document.querySelectorAll<HTMLElement>('[data-figure]')) {
  const name = element.dataset.figure!;
  const figure = figures[name]!;
  const values = startOf(figure);
  const drawn = element.querySelector('.drawn')!;
  const said = element.querySelector('.said')!;
  let asked = false;
  const show = () => {
    asked = false;
    const { svg, text } = figure.draw(values, element.clientWidth < 600 ? 360 : 760);
    drawn.innerHTML = svg;
    said.textContent = text;
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(show);
    asked = true;
  };
  const controls = element.querySelector('.figure-controls')!;
  controls.append(...figure.controls.map((control) => slider(name, control, values, ask)));
}

function slider(
  figure: string,
  control: FigureControl,
  values: Record<string, number>,
  onInput: () => void,
): HTMLElement {
  const label = document.createElement('label');
  const range = document.createElement('input');
  Object.assign(range, { type: 'range', min: '0', max: '1000', step: '1', id: `${figure}-${control.name}` });
  range.value = String(Math.round(1000 * shareOf(control, control.value)));
  const shown = document.createElement('span');
  const show = () => {
    shown.textContent = String(values[control.name]);
    range.setAttribute('aria-valuetext', shown.textContent);
  };
  show();
  range.addEventListener('input', () => {
    values[control.name] = valueAtShare(control, Number(range.value) / 1000);
    show();
    onInput();
  });
  label.append(`${control.label} `, shown, range);
  return label;
}
