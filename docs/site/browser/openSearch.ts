/** Where the site's files are: `…/assets/`. Known only while the page's first script runs. */
const assets = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, '');
let loaded: Promise<unknown> | null = null;

function load(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = assets + file;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
    document.head.append(script);
  });
}

/** Opens the search, whose code and index come the first time only. */
async function open(): Promise<void> {
  loaded ??= Promise.all([load('search-index.js'), load('search.js')]);
  await loaded;
  globalThis.fastfaceSearch(assets.replace(/assets\/$/, ''));
}

/** The button of the search, and its keys: `/`, Control or Command with K. */
export function searchButton(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener('click', open);
  addEventListener('keydown', (event) => {
    const typing = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!slash && !(event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    void open();
  });
}
