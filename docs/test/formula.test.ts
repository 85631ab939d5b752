import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { input } from '../site/folders.js';
import { formulaHtml } from '../site/formula.js';
import { markdown } from '../site/markdown.js';

/** The letters and signs of a formula, without its marks. */
const said = (html: string) => html.replace(/<[^>]*>/g, '').replace(/[\s\u2061]+/g, '');

describe('formulas', () => {
  test('have indices, powers, roots and fractions', () => {
    expect(formulaHtml('E₀ = L₀')).toContain('<msub><mi>E</mi><mn>0</mn></msub>');
    expect(formulaHtml('e^−hη')).toMatch(
      /<msup><mi>e<\/mi><mrow[^>]*>.*<mi>h<\/mi><mi>η<\/mi><\/mrow><\/msup>/,
    );
    expect(formulaHtml('(x + 1)^(2/3)')).toMatch(/<msup>.*<mn>3<\/mn><\/mrow><\/msup>/);
    expect(formulaHtml('σ·√(2/m)')).toContain('<msqrt>');
    expect(formulaHtml('(a + b)/(1 + ab)')).toContain('<mfrac>');
    expect(formulaHtml('base(σ̂)')).toContain('<mover>');
  });

  test('lose no letter', () => {
    expect(said(formulaHtml('E₀ = L₀,    Eₜ = alpha·Lₜ + (1 − alpha)·Eₜ₋₁')!)).toBe(
      'E0=L0,Et=alpha⋅Lt+(1−alpha)⋅Et−1',
    );
  });

  test('have words beside them, where lines may break', () => {
    expect(formulaHtml('stationary when S ≤ λ')).toContain('<span>stationary when <math>');
    expect(said(formulaHtml('level when, over the last P losses, S = 0')!)).toBe(
      'levelwhen,overthelastPlosses,S=0',
    );
    expect(formulaHtml('the last P losses, S = 0')).toContain(' losses, <math>');
  });

  test('what is none stays as it is', () => {
    expect(formulaHtml('const a = `b`;')).toBeNull();
    expect(formulaHtml('x^')).toBeNull();
  });

  test.each(readdirSync(input).filter((file) => file.endsWith('.md')))('all of %s are set', (file) => {
    for (const { type, content } of markdown.parse(readFileSync(join(input, file), 'utf8'), {}))
      if (type === 'code_block') expect(formulaHtml(content), content).not.toBeNull();
  });
});
