import { numberOf } from '../number.js';

/** Of ten, those that are exact. */
export const powers = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * The number that some bytes spell, exactly as `Number` reads it; commas, which set thousands apart, are passed over. A whole
 * number up to 2^53 and a power of ten up to 10^22 are both exact, so that one operation rounds once (Clinger 1990);
 * everything else is left to `Number`.
 */
export function decimal(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  const sign = bytes[i];
  if (sign === 45 || sign === 43) i++;
  let mantissa = 0;
  let scale = 0;
  let point = 0;
  for (; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      scale += point;
    } else if (digit === -2 && point === 0) point = 1;
    else if (digit !== -4) break;
  }
  if (i < to) {
    if ((bytes[i]! | 32) !== 101) return spelled(bytes, from, to);
    const down = bytes[++i] === 45;
    if (down || bytes[i] === 43) i++;
    let exponent = 0;
    for (; i < to; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) return spelled(bytes, from, to);
      exponent = exponent * 10 + digit;
    }
    scale += down ? exponent : -exponent;
  }
  if (mantissa > Number.MAX_SAFE_INTEGER || scale > 22 || scale < -22) return spelled(bytes, from, to);
  const value = scale >= 0 ? mantissa / powers[scale]! : mantissa * powers[-scale]!;
  return sign === 45 ? -value : value;
}

function spelled(bytes: Uint8Array, from: number, to: number): number {
  const text = String.fromCharCode(...bytes.subarray(from, to));
  return numberOf(text.replaceAll(',', '')) ?? Number.NaN;
}
