import { referencePages } from './reference.js';

/** A part of the site's menu, in order. */
export interface Section {
  readonly title: string;
  /** Names of the Markdown files below `docs`, without their ending. */
  readonly pages: readonly string[];
}

/** The menu. A page that is not in it does not build, and neither does a menu with a page that is not there. */
export const sections: readonly Section[] = [
  { title: 'Start', pages: ['index', 'quick-start', 'recipes', 'playground'] },
  {
    title: 'The method',
    pages: ['default', 'algorithm', 'choosing', 'self-calibrating', 'properties', 'glossary'],
  },
  { title: 'Your own logs', pages: ['logs', 'live', 'live-measured', 'simulation', 'own-scheduler'] },
  {
    title: 'Your own trainer',
    pages: [
      ...['trainers/own-loop', 'trainers/tfjs-fit', 'trainers/tfjs-optimizer', 'trainers/jax-optax'],
      ...['trainers/js-pytorch', 'trainers/brain', 'trainers/synaptic', 'trainers/convnet'],
    ],
  },
  { title: 'Face recognition', pages: ['training-faces', 'backends'] },
  { title: 'Results', pages: ['arena', 'model-arena', 'results', 'scoreboard', 'loss-model'] },
  { title: 'Reference', pages: referencePages },
];
