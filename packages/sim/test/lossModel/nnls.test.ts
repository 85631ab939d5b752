import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nnls } from '../../src/lossModel/nnls.js';

interface Case {
  readonly name: string;
  readonly condition: number;
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly x: readonly number[];
  readonly residual: number;
}

const { cases } = JSON.parse(readFileSync(new URL('vectors/nnls.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

/** G = AᵀA with a ridge, and c = Aᵀb. */
function equations(a: Case['a'], b: Case['b'], ridge = 0) {
  const n = a[0]!.length;
  const gram = new Float64Array(n * n);
  const moments = new Float64Array(n);
  a.forEach((row, r) => {
    for (let i = 0; i < n; i++) {
      moments[i]! += row[i]! * b[r]!;
      for (let j = 0; j < n; j++) gram[i * n + j]! += row[i]! * row[j]!;
    }
  });
  for (let i = 0; i < n; i++) gram[i * n + i]! += ridge;
  return { gram, moments };
}

const residual = ({ a, b }: Pick<Case, 'a' | 'b'>, x: ArrayLike<number>) =>
  Math.hypot(...a.map((row, r) => row.reduce((sum, value, i) => sum + value * x[i]!, 0) - b[r]!));

describe('non-negative least squares', () => {
  test.each(cases)('as scipy solves it: $name, condition $condition', (one) => {
    // Normal equations square the condition: with the ridge of a fit, the residual is what can be compared.
    const difficult = one.condition > 1e6;
    const { gram, moments } = equations(one.a, one.b, difficult ? 1e-9 : 0);
    const x = nnls(gram, moments);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    const norm = Math.hypot(...one.b);
    expect(residual(one, x) - one.residual).toBeLessThan((difficult ? 1e-5 : 1e-10) * norm + 1e-15);
    if (!difficult)
      for (const [i, value] of one.x.entries()) expect(x[i]).toBeCloseTo(value, one.condition < 1e3 ? 10 : 7);
  });

  test('covers well and ill conditioned problems', () => {
    expect(cases.some(({ condition }) => condition < 10)).toBe(true);
    expect(cases.some(({ condition }) => condition > 1e8)).toBe(true);
    expect(cases.filter(({ x }) => x.some((value) => value === 0)).length).toBeGreaterThan(5);
  });

  const problems = fc
    .record({
      n: fc.integer({ min: 1, max: 8 }),
      values: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 200, maxLength: 200 }),
    })
    .map(({ n, values }) => ({
      a: Array.from({ length: 2 * n }, (_, r) =>
        values.slice(r * n, (r + 1) * n).map((value) => value / 100),
      ),
      b: values.slice(-2 * n).map((value) => value / 100),
    }));

  test('the conditions of Karush, Kuhn and Tucker hold: x ≥ 0, no gradient asks for more, none where x > 0', () => {
    let mixed = 0;
    fc.assert(
      fc.property(problems, ({ a, b }) => {
        const { gram, moments } = equations(a, b, 1e-6);
        const x = nnls(gram, moments);
        const n = x.length;
        const scale = Math.max(...moments.map(Math.abs), 1);
        for (let i = 0; i < n; i++) {
          const gradient = moments[i]! - x.reduce((sum, value, j) => sum + gram[i * n + j]! * value, 0);
          expect(x[i]).toBeGreaterThanOrEqual(0);
          expect(gradient).toBeLessThan(1e-9 * scale);
          if (x[i]! > 0) expect(Math.abs(gradient)).toBeLessThan(1e-9 * scale);
        }
        if (x.some((value) => value > 0) && x.some((value) => value === 0)) mixed++;
      }),
      { seed: 1 },
    );
    expect(mixed).toBeGreaterThan(20);
  });

  test('a warm start changes nothing but the way', () => {
    fc.assert(
      fc.property(problems, fc.array(fc.nat(7), { maxLength: 8 }), ({ a, b }, wanted) => {
        const { gram, moments } = equations(a, b, 1e-6);
        const warm = [...new Set(wanted)].filter((i) => i < moments.length);
        const [cold, hot] = [nnls(gram, moments), nnls(gram, moments, warm)];
        for (const [i, value] of cold.entries()) expect(hot[i]).toBeCloseTo(value, 6);
      }),
      { seed: 2 },
    );
  });

  test('says when the equations are singular', () => {
    expect(() => nnls(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1.0001), [0, 1])).toThrow(/ridge/);
  });
});
