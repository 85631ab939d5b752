/** Colours as the page's style has them now, light or dark. Read at every drawing, of which each takes some microseconds. */
export const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Calls back when the reader turns to the dark or back. */
export const onTheme = (callback: () => void): void =>
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
