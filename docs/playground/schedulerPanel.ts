import { findScheduler, schedulers } from '@fastface/sim/browser';
import { byId, make } from './dom.js';
import { slidersOf } from './sliders.js';
import { isOffered, parseValue, type State, valueText } from './state.js';

/** Check boxes for the schedulers, and fields for the options that no slider sets. Returns what shows the state. */
export function schedulerPanel(state: State, onChange: () => void): () => void {
  const boxes = byId('schedulers').querySelector('.fields')!;
  const checks = schedulers
    .filter(({ name }) => isOffered(name))
    .map(({ name, description }) => {
      const box = make('input', { type: 'checkbox', value: name });
      box.addEventListener('change', () => {
        const others = state.schedulers.filter((other) => other !== name);
        // None at all would leave nothing to look at.
        if (box.checked || others.length > 0) state.schedulers = box.checked ? [...others, name] : others;
        show();
        onChange();
      });
      boxes.append(make('label', { className: 'check' }, box, ` ${name} `, make('small', {}, description)));
      return box;
    });
  const show = () => {
    for (const box of checks) box.checked = state.schedulers.includes(box.value);
    byId('chosen').textContent = state.schedulers.join(', ');
    byId('options')
      .querySelector('.fields')!
      .replaceChildren(...state.schedulers.map((name) => optionFields(name, state, onChange)));
  };
  return show;
}

function optionFields(scheduler: string, state: State, onChange: () => void): HTMLElement {
  const { options } = findScheduler(scheduler)!;
  const bySlider: readonly string[] = slidersOf(scheduler, options);
  const fields = options
    .filter(({ name }) => !bySlider.includes(name))
    .map(({ name, description, default: value }) => {
      const given = state.set[scheduler]?.[name];
      const field = make('input', {
        type: 'text',
        value: given === undefined ? '' : valueText(given),
        placeholder: value === null ? 'of the run' : String(value),
        title: description,
      });
      field.addEventListener('change', () => {
        const { [name]: _, ...others } = state.set[scheduler] ?? {};
        const text = field.value.trim();
        state.set[scheduler] = text === '' ? others : { ...others, [name]: parseValue(text) };
        onChange();
      });
      return make('label', {}, `${name} `, field, make('small', {}, description));
    });
  return make('fieldset', {}, make('legend', {}, scheduler), ...fields);
}
