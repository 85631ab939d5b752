/** A pixel of the result along one axis: a weighted sum of neighbours, of which the first is at `from`. */
export interface Pull {
  /** May lie before the first pixel or, with its neighbours, behind the last; those at the edge go on there. */
  readonly from: number;
  readonly weights: Int32Array;
}

/** One resizing along one axis: every result is ⌊(Σ weight · pixel + bias) · scale⌋, within 0 … 255. */
export interface Pass {
  readonly pulls: readonly Pull[];
  readonly bias: number;
  readonly scale: number;
}

/** Which pixels of the result are asked for: `count` of `outputs`, from `first` on. */
export interface Window {
  readonly outputs: number;
  readonly first: number;
  readonly count: number;
}

/** Weights are multiples of 2⁻¹², and places between two pixels multiples of 2⁻⁶, as libvips has them. */
const unit = 1 << 12;
const places = 1 << 6;

/**
 * The passes that make pixels of `length`, each `shrink` ≥ 1 wide: where they are at least four wide, averages of whole
 * pixels until they are fewer than four; then Lanczos.
 */
export function reducing(length: number, shrink: number, window: Window): Pass[] {
  const { outputs, first, count } = window;
  const whole = Math.max(1, Math.floor(length / outputs / 2));
  const rest = shrink / whole;
  const averaged: Window = { outputs: Math.ceil(length / whole), first: 0, count: Math.ceil(length / whole) };
  if (rest === 1) return [averages(whole, { ...averaged, first, count })];
  // Pixels that are made up at the edges, or left out: the same on both sides.
  const extra = (outputs * shrink - length) / whole;
  const last = lanczosPass(rest, extra, window);
  return whole === 1 ? [last] : [averages(whole, averaged), last];
}

function averages(width: number, window: Window): Pass {
  const weights = new Int32Array(width).fill(1);
  return {
    pulls: each(window, (at) => ({ from: at * width, weights })),
    bias: width >> 1,
    scale: Math.floor(2 ** 24 / width) / 2 ** 24,
  };
}

function lanczosPass(shrink: number, extra: number, window: Window): Pass {
  const points = 2 * roundHalfEven(3 * shrink) + 1;
  const before = Math.ceil(points / 2) - 1;
  const weightsAt = table((place) => {
    const centre = place + points / 2 - 1;
    return Array.from({ length: points }, (_, i) => lanczos((i - centre) / shrink));
  });
  const pulls = each(window, (at) => {
    const position = (at + 0.5) * shrink - 0.5 - ((1 + extra) / 2 - 1);
    const from = Math.floor(position);
    return { from: from - before, weights: weightsAt(position - from) };
  });
  return { pulls, bias: unit / 2, scale: 1 / unit };
}

/** The pass that makes more pixels, each `shrink` < 1 wide: bicubic (Catmull and Rom). */
export function enlarging(shrink: number, window: Window): Pass {
  const weightsAt = table((place) => [place + 1, place, 1 - place, 2 - place].map(cubic));
  const pulls = each(window, (at) => {
    // Half a pixel of the result to the left of its middle: so libvips places it.
    const position = at * shrink - 0.5;
    const from = Math.floor(position);
    return { from: from - 1, weights: weightsAt(position - from) };
  });
  return { pulls, bias: unit / 2, scale: 1 / unit };
}

const each = ({ first, count }: Window, pull: (at: number) => Pull): Pull[] =>
  Array.from({ length: count }, (_, i) => pull(first + i));

/** Weights for a place between two pixels, 0 … 1: those of the nearest 2⁻⁶, with a sum of 1, cut to 2⁻¹². */
function table(weightsOf: (place: number) => readonly number[]): (place: number) => Int32Array {
  const known = new Map<number, Int32Array>();
  return (place) => {
    const step = (Math.floor(place * places * 2) + 1) >> 1;
    let weights = known.get(step);
    if (weights === undefined) {
      const exact = weightsOf(step / places);
      const sum = exact.reduce((sum, weight) => sum + weight, 0);
      weights = Int32Array.from(exact, (weight) => Math.trunc((weight / sum) * unit));
      known.set(step, weights);
    }
    return weights;
  };
}

const roundHalfEven = (x: number) =>
  x % 1 === 0.5 && Math.floor(x) % 2 === 0 ? Math.floor(x) : Math.round(x);

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const lanczos = (x: number) => (Math.abs(x) <= 3 ? sinc(x) * sinc(x / 3) : 0);

function cubic(x: number): number {
  return x <= 1 ? 1.5 * x ** 3 - 2.5 * x ** 2 + 1 : -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
}
