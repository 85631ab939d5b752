import { byId, onDrop } from './dom.js';
import { embedded } from './embedded.js';
import type { State } from './state.js';

/** The choice of an embedded run, a field for a file, and the whole page as a place to drop one. */
export function sourcePanel(state: State, onSource: (file: File | null) => void): () => void {
  const select = byId<HTMLSelectElement>('trace');
  const field = byId<HTMLInputElement>('file');
  const own = new Option('', 'own');
  select.append(...embedded.map(({ name, label }) => new Option(label, name)), own);
  let current: File | null = null;

  const take = (file: File) => {
    current = file;
    [state.trace, state.file] = [null, file.name];
    state.reading = {};
    onSource(file);
  };
  select.addEventListener('change', () => {
    if (select.value === 'own') {
      if (current) take(current);
      return;
    }
    [state.trace, state.file] = [select.value, null];
    state.reading = {};
    field.value = '';
    onSource(null);
  });
  field.addEventListener('change', () => {
    const file = field.files?.[0];
    if (file) take(file);
  });

  onDrop(([file]) => take(file!));

  return () => {
    own.textContent = state.file ?? '';
    own.hidden = state.file === null;
    select.value = state.trace ?? 'own';
  };
}
