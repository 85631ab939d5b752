import { byId, make } from './dom.js';
import { positionOf, positions, type Slider, sliders, type ValueName, valueAt } from './sliders.js';
import type { State } from './state.js';

/** The sliders, each with a field for the exact number. Returns what shows the state's values. */
export function sliderPanel(state: State, onChange: (name: ValueName) => void): () => void {
  const rows = sliders.map((slider) => row(slider, state, onChange));
  byId('sliders').append(...rows.map(({ element }) => element));
  return () => {
    for (const { show } of rows) show();
  };
}

function row(
  slider: Slider,
  state: State,
  onChange: (name: ValueName) => void,
): {
  element: HTMLElement;
  show: () => void;
} {
  const { name, label, help } = slider;
  const id = `slider-${name}`;
  const range = make('input', { type: 'range', id, min: '0', max: String(positions), step: '1' });
  const exact = make('input', { type: 'number', step: 'any', id: `exact-${name}` });
  exact.ariaLabel = `${label}, exact`;
  range.setAttribute('aria-describedby', `help-${name}`);
  const show = () => {
    const value = state.values[name];
    if (value === undefined) return;
    range.value = String(positionOf(slider, value));
    range.setAttribute('aria-valuetext', String(value));
    // What is being typed is left alone.
    if (document.activeElement !== exact) exact.value = String(value);
  };
  const set = (value: number) => {
    state.values[name] = value;
    show();
    onChange(name);
  };
  range.addEventListener('input', () => set(valueAt(slider, Number(range.value))));
  exact.addEventListener('input', () => {
    if (exact.value !== '' && Number.isFinite(exact.valueAsNumber)) set(exact.valueAsNumber);
  });
  exact.addEventListener('blur', show);
  const element = make(
    'div',
    { className: 'slider' },
    make('label', { htmlFor: id }, label),
    range,
    exact,
    make('p', { id: `help-${name}`, className: 'help' }, help),
  );
  return { element, show };
}
