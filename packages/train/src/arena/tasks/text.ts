import { Random } from '../../random.js';
import { classifier } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const context = 6;
/** 26 letters and the space. */
const letters = 27;
const width = context * letters;
const batchSize = 16;

/**
 * The next character of an invented language: 400 words of two to four syllables, used as often as Zipf's law says,
 * each followed most often by one of eight that it prefers. Six characters are seen, one-hot.
 */
export const text: Task = {
  name: 'text',
  description: 'next character of an invented language, 162-48-27, momentum, batches of 16, one pass',
  learningRate: 0.2,
  steps: 3000,
  metric: 'test cross-entropy, nats',
  create(seed) {
    const language = new Language(new Random(seed, 'language'));
    const training = language.write(new Random(seed, 'text'), 70_000);
    const unseen = language.write(new Random(seed, 'unseen text'), 6000);
    const batch = { inputs: new Float64Array(batchSize * width), targets: new Int32Array(batchSize) };
    return classifier({
      sizes: [width, 48, letters],
      activation: 'tanh',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length),
      batch(random) {
        batch.inputs.fill(0);
        for (let row = 0; row < batchSize; row++)
          see(training, random.below(training.length - context), row, batch);
        return batch;
      },
      test: everyPlace(unseen),
      metric: 'cross-entropy',
    });
  },
};

function see(
  text: Uint8Array,
  at: number,
  row: number,
  { inputs, targets }: { inputs: Float64Array; targets: Int32Array },
): void {
  for (let k = 0; k < context; k++) inputs[row * width + k * letters + text[at + k]!] = 1;
  targets[row] = text[at + context]!;
}

function everyPlace(text: Uint8Array) {
  const rows = text.length - context;
  const examples = { inputs: new Float64Array(rows * width), targets: new Int32Array(rows) };
  for (let row = 0; row < rows; row++) see(text, row, row, examples);
  return examples;
}

class Language {
  private readonly words: readonly (readonly number[])[];
  private readonly followers: readonly (readonly number[])[];
  /** Cumulative frequencies by Zipf's law. */
  private readonly frequency: Float64Array;

  constructor(random: Random) {
    const consonants = [...'bcdfghklmnprstvwz'].map(index);
    const vowels = [...'aeiou'].map(index);
    const syllables = Array.from({ length: 60 }, () => {
      const end = random.chance(0.3) ? [random.pick(consonants)] : [];
      return [random.pick(consonants), random.pick(vowels), ...end];
    });
    this.words = Array.from({ length: 400 }, () =>
      Array.from({ length: 1 + random.below(3) }, () => random.pick(syllables)).flat(),
    );
    let sum = 0;
    this.frequency = Float64Array.from(this.words, (_, rank) => {
      sum += 1 / (rank + 1);
      return sum;
    });
    this.followers = this.words.map(() => Array.from({ length: 8 }, () => this.common(random)));
  }

  write(random: Random, length: number): Uint8Array {
    const text = new Uint8Array(length);
    let at = 0;
    let word = this.common(random);
    while (at < length) {
      for (const letter of [...this.words[word]!, 26]) if (at < length) text[at++] = letter;
      word = random.chance(0.7) ? random.pick(this.followers[word]!) : this.common(random);
    }
    return text;
  }

  private common(random: Random): number {
    const place = random.between(0, this.frequency.at(-1)!);
    return this.frequency.findIndex((sum) => sum > place);
  }
}

const index = (letter: string) => letter.charCodeAt(0) - 97;
