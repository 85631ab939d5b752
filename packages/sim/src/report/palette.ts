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

/** Schedulers with a colour of their own, the same in every picture; those that are often shown together differ. */
const own: Readonly<Record<string, number>> = {
  'fastface-auto': 1,
  'fastface-steps': 8,
  fastface: 2,
  'fastface-published': 3,
  'moving-haar': 4,
  'dlib-slope': 5,
  'pytorch-reduce-on-plateau': 6,
  'keras-reduce-on-plateau': 7,
  constant: 7,
  polynomial: 5,
  linear: 5,
  cosine: 4,
  'power-2': 6,
  'warmup-stable-decay': 2,
  'wsd-20': 2,
  'wsd-10': 3,
};

/**
 * Colours of the schedulers of one picture. Each has its own; one without, and one whose colour is taken in this
 * picture, gets the first that is free, and from the ninth on they come round again.
 */
export function schedulerColors(names: readonly string[]): number[] {
  const colors = names.map((name, i) => {
    const color = own[name];
    return names.slice(0, i).some((other) => own[other] === color) ? undefined : color;
  });
  const free = [1, 2, 3, 4, 5, 6, 7, 8].filter((color) => !colors.includes(color));
  let given = 0;
  return colors.map((color) => color ?? free[given++] ?? colorOf(given));
}

/** Dashes of the i-th scheduler, in pixels; none for the first. They keep overlapping lines visible. */
export const dashOf = (i: number): readonly number[] => [[], [7, 4], [2, 3]][(i + Math.floor(i / 8)) % 3]!;
