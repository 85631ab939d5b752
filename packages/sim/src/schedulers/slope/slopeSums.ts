import { zOfHint } from './recursiveSlope.js';

/** Sums over values y, newest first, from which the least-squares line follows; `age` 0 is the newest. */
export interface SlopeSums {
  readonly n: number;
  /** The sums are of d = y − origin, which keeps them small. */
  readonly origin: number;
  readonly d: number;
  readonly aged: number;
  readonly squares: number;
  /** All that was ever added to `squares`: it bounds what rounding may have done to the sums. */
  readonly bulk: number;
}

/**
 * Is the slope over its standard error below dlib's line? True or false where the closed form
 *
 *     slope = (Σ age·d − (n − 1)/2·Σ d)/Sxx,   Sxx = n(n² − 1)/12,   rss = Σ d² − (Σ d)²/n − slope²·Sxx
 *
 * is certain to give dlib's verdict; undefined where it is too close, and dlib's own recursion must be run. They differ
 * by dlib's starting value R_0 = 10⁶·I, which acts like a penalty 10⁻⁶·(slope² + intercept²), and by rounding; the
 * bound here is ten times the estimate of both.
 */
export function isBelowHint({ n, origin, d, aged, squares, bulk }: SlopeSums): boolean | undefined {
  const middle = (n - 1) / 2;
  const sxx = (n * (n * n - 1)) / 12;
  const sxy = aged - middle * d;
  const slope = sxy / sxx;
  const rss = squares - (d * d) / n - slope * sxy;
  const error = Math.sqrt(rss / (n - 2) / sxx);
  const z = slope / error;
  const intercept = Math.abs(origin) + Math.abs(d / n) + Math.abs(middle * slope);
  const penalty =
    (1e-6 * (Math.abs(slope) + middle * intercept)) / sxx / error + (1e-6 * intercept * intercept) / rss;
  const rounding =
    1e-15 * n * Math.sqrt(n) * (Math.sqrt(bulk / rss) + intercept * Math.sqrt(n / rss)) +
    (1e-15 * n * bulk) / rss;
  const distance = Math.abs(z - zOfHint);
  // A rss that has cancelled away or overflowed makes these NaN or infinite, and the comparison false.
  return distance > 10 * (penalty + rounding) * (1 + Math.abs(z)) ? z < zOfHint : undefined;
}
