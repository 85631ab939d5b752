import MiniSearch from 'minisearch';
import { type SearchEntry, searchOptions } from './searchOptions.js';

declare global {
  /** From search-index.js, which the build writes. */
  var fastfaceSearchIndex: string;
  /** Opens the search. */
  var fastfaceSearch: (root: string) => void;
}

const mostShown = 12;

/** The search: a dialog with a field and a list of links. Loaded when it is asked for. */
globalThis.fastfaceSearch = (root) => {
  const known = document.querySelector<HTMLDialogElement>('dialog.search');
  (known ?? make(root)).showModal();
};

function make(root: string): HTMLDialogElement {
  const index = MiniSearch.loadJSON<SearchEntry>(globalThis.fastfaceSearchIndex, searchOptions);
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.ariaLabel = 'Search';
  dialog.innerHTML =
    '<form method="dialog"><input type="text" enterkeyhint="search" aria-label="Search the site" placeholder="Search" autocomplete="off" spellcheck="false"><button>Close</button></form><p role="status"></p><ol></ol>';
  const input = dialog.querySelector('input')!;
  const list = dialog.querySelector('ol')!;
  const status = dialog.querySelector('p')!;
  input.addEventListener('input', () => {
    const found = input.value.trim() === '' ? [] : index.search(input.value);
    list.replaceChildren(
      ...found.slice(0, mostShown).map((one) => entry(root, one as unknown as SearchEntry)),
    );
    status.textContent =
      input.value.trim() === '' ? '' : found.length === 0 ? 'Nothing found' : `${found.length} found`;
  });
  // Enter goes to the first; the form would close the dialog.
  dialog.querySelector('form')!.addEventListener('submit', (event) => {
    if (event.submitter && document.activeElement !== input) return;
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops: HTMLElement[] = [input, ...list.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[(at + step + stops.length) % stops.length]!.focus();
  });
  dialog.addEventListener('click', ({ target }) => {
    // The page behind, or a link on this very page.
    if (target === dialog || (target as Element).closest('a')) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

function entry(root: string, { url, page, heading, excerpt }: SearchEntry): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  const [title, about] = [document.createElement('strong'), document.createElement('span')];
  link.href = root + url;
  title.textContent = heading === page ? page : `${page} › ${heading}`;
  about.textContent = excerpt;
  link.append(title, about);
  item.append(link);
  return item;
}
