/**
 * Colours of the record (0) and of the schedulers (1 to 8), distinguishable with colour blindness (after Okabe and
 * Ito).
 */
export interface Palette {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly paper: string;
  readonly shade: string;
  readonly series: readonly string[];
}

export const light: Palette = {
  ink: '#1b1f24',
  faint: '#59636e',
  line: '#d8dee4',
  paper: '#ffffff',
  shade: '#f7dfb8',
  series: ['#6b7580', '#0072b2', '#c44f00', '#00805f', '#b0478c', '#806500', '#5a3fc0', '#a3213c', '#3f6b00'],
};

export const dark: Palette = {
  ink: '#e6edf3',
  faint: '#9aa4af',
  line: '#30363d',
  paper: '#0d1117',
  shade: '#3d2f18',
  series: ['#9aa4af', '#56b4e9', '#f0883e', '#2fc49a', '#e28ac4', '#e0c341', '#b7a3ff', '#ff8f9b', '#a3d45c'],
};

/** Colour of the i-th scheduler, from 0: colours repeat after the eighth, with other dashes. */
export const colorOf = (i: number): number => 1 + (i % 8);

/** Dashes of the i-th scheduler, in pixels; none for the first. They keep overlapping lines visible. */
export const dashOf = (i: number): readonly number[] => [[], [7, 4], [2, 3]][(i + Math.floor(i / 8)) % 3]!;
