import { expect } from 'vitest';
import type { Expected } from './expected.js';

/** Asserts that `actual` is what the comment says. In a string, `…` at the end stands for whatever follows. */
export function expectValue(actual: unknown, expected: Expected, comment: string): void {
  if (expected.kind === 'prefix') {
    expect(String(actual), comment).toMatch(new RegExp(`^${expected.text.replaceAll('.', '\\.')}`));
  } else if (expected.kind === 'value') {
    expect(plain(actual), comment).toEqual(withEllipsis(expected.value));
  } else {
    expect.fail(`cannot read the value in: // ${comment}`);
  }
}

const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : value;

function withEllipsis(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withEllipsis);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withEllipsis(entry)]));
  }
  if (typeof value !== 'string' || !value.endsWith('…')) return value;
  const start = value.slice(0, -1);
  return {
    asymmetricMatch: (actual: unknown) => typeof actual === 'string' && actual.startsWith(start),
    toString: () => 'StringStartingWith',
    toAsymmetricMatcher: () => JSON.stringify(value),
  };
}
