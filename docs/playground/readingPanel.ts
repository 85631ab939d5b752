import formats from 'formats';
import { byId, make } from './dom.js';
import type { ReadingName, State } from './state.js';

const labels: Readonly<Record<ReadingName, readonly [label: string, help: string]>> = {
  format: ['format', 'found out from the content'],
  loss: ['loss', 'column, key or tag of the training loss'],
  lr: ['learning rate', 'column, key or tag of the learning rate'],
  step: ['step', 'column, key or tag of the step'],
  run: ['run', 'name of the run, where a file has several'],
  segment: ['segment', 'last, longest or a number'],
};

/** Fields that say how a log is read. Returns what shows the state. */
export function readingPanel(state: State, onChange: () => void): () => void {
  const names = Object.keys(labels) as ReadingName[];
  const fields = names.map((name) => {
    const [label, help] = labels[name];
    const field =
      name === 'format'
        ? make('select', {}, new Option(help, ''), ...formats.map((format) => new Option(format, format)))
        : make('input', { type: 'text', placeholder: help });
    field.addEventListener('change', () => {
      const { [name]: _, ...others } = state.reading;
      state.reading = field.value === '' ? others : { ...others, [name]: field.value };
      onChange();
    });
    byId('reading')
      .querySelector('.fields')!
      .append(make('label', {}, `${label} `, field));
    return field;
  });
  return () => {
    names.forEach((name, i) => {
      fields[i]!.value = state.reading[name] ?? '';
    });
  };
}
