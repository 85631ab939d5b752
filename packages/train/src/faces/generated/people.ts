import { Random } from '../../random.js';
import type { Style } from './style.js';

export type Split = 'train' | 'test';

/**
 * The first `count` people of a seed, no two alike. Every combination of shapes belongs to either train or test, whatever
 * the seed, so that a test set holds nobody of any training set. More people leave the first ones as they are.
 */
export function people<Identity>(
  style: Style<Identity>,
  count: number,
  seed: number,
  split: Split,
): Identity[] {
  const seen = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const random = new Random(seed, style.name, split, 'identity', index);
    for (;;) {
      const identity = style.identity(random);
      const signature = style.signature(identity);
      if (seen.has(signature) || splitOf(style.name, signature) !== split) continue;
      seen.add(signature);
      return identity;
    }
  });
}

/** To which split a combination of shapes belongs. */
export const splitOf = (style: string, signature: string): Split =>
  new Random(style, signature).chance(0.5) ? 'train' : 'test';
