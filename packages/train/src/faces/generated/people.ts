import { Random } from '../../random.js';
import type { Style } from './style.js';

export type Split = 'train' | 'test';

/**
 * The first `count` people of a seed, all distinct. Every combination of shapes belongs to either train or test, for
 * all seeds, so a test set contains nobody from any training set. A larger `count` does not change the first people.
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

/** The split of a combination of shapes. */
export const splitOf = (style: string, signature: string): Split =>
  new Random(style, signature).chance(0.5) ? 'train' : 'test';
