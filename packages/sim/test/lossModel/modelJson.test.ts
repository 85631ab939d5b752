import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { modelFromJson, modelToJson } from '../../src/lossModel/modelJson.js';
import { lossesOf, remembering, scheduleOf, traceOf } from './runs.js';

const trace = traceOf(lossesOf(remembering, scheduleOf('stairs'), undefined, { epochLength: 1500 }), 20);
const model = fitLossModel([trace], { epochLength: 1500 });
const text = modelToJson(model);

/** The file with one place changed. */
function changed(path: string, value: unknown): string {
  const file = JSON.parse(text);
  const keys = path.split('.');
  const last = keys.pop()!;
  let place = file;
  for (const key of keys) place = place[key];
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(file);
}

const problem = (file: string): string => {
  const read = modelFromJson(file);
  if (!read.ok) return read.problem;
  throw new Error('was taken');
};

describe('a model file', () => {
  test('comes back as it was', () => {
    const read = modelFromJson(text);
    expect(read.ok && read.value).toEqual(model);
    for (const law of ['tissue', 'multi-power'] as const) {
      const other = fitLossModel([trace], { law });
      const again = modelFromJson(modelToJson(other));
      expect(again.ok && again.value).toEqual(other);
    }
  });

  test.each([
    ['', 'it is not JSON'],
    ['[1]', 'it is not a loss model'],
    ['{"format":"other"}', 'it is not a loss model'],
    [changed('version', 2), 'version: '],
    [changed('baseRate', -1), 'baseRate: '],
    [changed('baseRate', '0.1'), 'baseRate: '],
    [changed('epochLength', 1.5), 'epochLength: '],
    [changed('noise.scale', null), 'noise.scale: '],
    [changed('noise.extra', 1), 'noise.extra: '],
    [changed('variants', []), 'variants: '],
    [changed('variants.0.weight', 7), 'variants: expected weights that add up to 1'],
    [changed('variants.0.law.law', 'other'), 'variants.0.law.law: '],
    [changed('variants.0.law.floor.0.rate', 0), 'variants.0.law.floor.0.rate: '],
    [changed('variants.0.law.limit', undefined), 'variants.0.law.limit: '],
    [changed('traces.0.losses.3', 'NaN'), 'traces.0.losses.3: '],
    [changed('traces.0.losses', [1, 2, 3]), 'traces.0: expected as many steps and rates as losses'],
    [changed('traces.0.steps', [[20, 20, 1e15]]), 'traces.0: expected as many steps'],
    [changed('traces.0.firstStep', 1e6), 'traces.0: expected steps that increase'],
    [changed('traces.0.rates.0.0', -1), 'traces.0.rates.0.0: '],
    [text.replace('"baseRate":', '"__proto__":{"x":1},"baseRate":'), ''],
  ])('with a fault is refused in a few words: %#', (file, words) => {
    const said = problem(file);
    expect(said).toContain(words);
    expect(said).not.toContain('\n');
    expect(said.length).toBeLessThan(200);
  });

  test('of any JSON never throws', () => {
    fc.assert(
      fc.property(fc.json(), (file) => {
        expect(modelFromJson(file).ok).toBe(false);
      }),
      { seed: 1 },
    );
  });

  test('with any one value replaced is refused or is a model of finite numbers', () => {
    const paths: string[] = [];
    const collect = (value: unknown, path: string) => {
      if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value).slice(0, 3))
          collect(inner, path ? `${path}.${key}` : key);
      else paths.push(path);
    };
    collect(JSON.parse(text), '');
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const read = modelFromJson(changed(path, value));
        if (!read.ok) refused++;
        else expect(Number.isFinite(read.value.baseRate)).toBe(true);
      }),
      { seed: 2, numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(200);
  });
});
