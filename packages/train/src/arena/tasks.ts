import type { Task } from './task.js';
import { autoencoder } from './tasks/autoencoder.js';
import { blobs } from './tasks/blobs.js';
import { digits } from './tasks/digits.js';
import { fewSamples } from './tasks/fewSamples.js';
import { facesEasy, facesHard } from './tasks/generatedFaces.js';
import { logistic } from './tasks/logistic.js';
import { marginVectors } from './tasks/marginVectors.js';
import { markov } from './tasks/markov.js';
import { photographs } from './tasks/photographs.js';
import { quadratic } from './tasks/quadratic.js';
import { regression } from './tasks/regression.js';
import { spirals } from './tasks/spirals.js';
import { text } from './tasks/text.js';

/** The tasks that come along: those that schedulers were chosen on, then those that take minutes a training, are last. */
export const tasks: readonly Task[] = [
  marginVectors,
  digits,
  text,
  logistic,
  fewSamples,
  spirals,
  regression,
  blobs,
  markov,
  autoencoder,
  quadratic,
  facesEasy,
  facesHard,
  photographs,
];
