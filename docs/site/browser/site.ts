import { copyButtons } from './copyButtons.js';
import { searchButton } from './openSearch.js';

/** What every page does: the theme that was chosen, the menu on a narrow screen, search, buttons that copy code. */
const root = document.documentElement;
const key = 'fastface-theme';

/** Where a page is opened as a file, the storage may be closed. */
function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const chosen = stored();
if (chosen) root.dataset.theme = chosen;

// The playground begins with this run, unless the address says otherwise; its own script comes later.
if (location.pathname.endsWith('/playground.html') && location.hash === '') {
  const run = new URL('playground-face-training.js', (document.currentScript as HTMLScriptElement).src);
  document.head.append(
    Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href: run.href }),
  );
}

addEventListener('DOMContentLoaded', () => {
  searchButton(document.querySelector('.search-button')!);
  copyButtons();
  document.querySelector('.theme-button')!.addEventListener('click', () => {
    const now = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    root.dataset.theme = now === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(key, root.dataset.theme);
    } catch {
      // Not kept, then.
    }
    dispatchEvent(new Event('fastface-theme'));
  });
  document.querySelector('.menu [aria-current]')?.scrollIntoView({ block: 'nearest' });
  const button = document.querySelector<HTMLElement>('.menu-button')!;
  button.addEventListener('click', () => {
    const open = root.classList.toggle('menu-open');
    button.ariaExpanded = String(open);
  });
  addEventListener('keydown', ({ key: pressed }) => {
    if (pressed !== 'Escape' || !root.classList.contains('menu-open')) return;
    button.click();
    button.focus();
  });
});
