import type { UniformSource } from '../model/initialise.js';

/**
 * The classes that a step compares with, ascending: those of its labels, plus others drawn uniformly without
 * replacement, up to `rate · classes` in total. If the labels alone have more classes, no others are drawn.
 *
 * Source: An et al. (2022), Killing two birds with one stone: Partial FC, arXiv 2203.15565, section 3.2.
 */
export function sampleClasses(
  labels: readonly number[],
  classes: number,
  rate: number,
  random: UniformSource,
): Int32Array {
  const positive = new Set(labels);
  const wanted = Math.max(Math.floor(rate * classes), positive.size);
  // Floyd's algorithm on the negative classes. The number of draws is the sample size, not the number of classes.
  const negatives = classes - positive.size;
  const chosen = new Set<number>();
  for (let last = negatives - (wanted - positive.size); last < negatives; last++) {
    const draw = Math.floor(random.next() * (last + 1));
    chosen.add(chosen.has(draw) ? last : draw);
  }
  const ascending = Int32Array.from(positive).sort();
  const ranks = Int32Array.from(chosen).sort();
  const sample = new Int32Array(wanted);
  let passed = 0;
  ranks.forEach((rank, index) => {
    while (passed < ascending.length && ascending[passed]! <= rank + passed) passed++;
    sample[index] = rank + passed;
  });
  sample.set(ascending, ranks.length);
  return sample.sort();
}
