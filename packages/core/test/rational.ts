/** Exact dyadic rationals m·2^e, which every double is: the arithmetic of the definition without any rounding. */
export interface Dyadic {
  readonly m: bigint;
  readonly e: number;
}

export function exact(value: number): Dyadic {
  let e = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    e--;
  }
  return { m: BigInt(scaled), e };
}

export function add(a: Dyadic, b: Dyadic): Dyadic {
  const e = Math.min(a.e, b.e);
  return { m: (a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e };
}

export const mul = (a: Dyadic, b: Dyadic): Dyadic => ({ m: a.m * b.m, e: a.e + b.e });
export const sub = (a: Dyadic, b: Dyadic): Dyadic => add(a, { m: -b.m, e: b.e });

/** Nearest double, or close enough to it: 80 leading bits, then one rounding. */
export function toNumber({ m, e }: Dyadic): number {
  const bits = m.toString(2).replace('-', '').length;
  const shift = Math.max(bits - 80, 0);
  return Number(m >> BigInt(shift)) * 2 ** (e + shift);
}
