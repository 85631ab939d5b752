import { commandPages } from './commandPages.js';
import { referencePages } from './reference.js';

/** A part of the site's menu, in order. */
export interface Section {
  readonly title: string;
  /** Names of the Markdown files below `docs`, without their ending. */
  readonly pages: readonly string[];
  /** More pages, under a title of their own. */
  readonly groups?: readonly { readonly title: string; readonly pages: readonly string[] }[];
}

/** The menu. A page that is not in it does not build, and neither does a menu with a page that is not there. */
export const sections: readonly Section[] = [
  { title: 'Start', pages: ['index', 'quick-start', 'playground', 'faq'] },
  {
    title: 'Guides',
    pages: [
      ...['recipes', 'logs', 'live', 'reduce-on-plateau'],
      ...['own-scheduler', 'simulation', 'training-faces', 'using-faces', 'compare', 'backends'],
    ],
    groups: [
      {
        title: 'In your trainer',
        pages: [
          ...['trainers/own-loop', 'trainers/tfjs-fit', 'trainers/tfjs-optimizer', 'trainers/jax-optax'],
          ...['trainers/js-pytorch', 'trainers/brain', 'trainers/synaptic', 'trainers/convnet'],
        ],
      },
    ],
  },
  {
    title: 'How it works',
    pages: ['default', 'algorithm', 'choosing', 'self-calibrating', 'properties'],
  },
  {
    title: 'Evidence',
    pages: ['arena', 'model-arena', 'peers', 'scoreboard', 'live-measured', 'loss-model', 'results'],
  },
  {
    title: 'Reference',
    pages: ['glossary', 'changelog'],
    groups: [
      { title: 'Commands', pages: commandPages },
      { title: 'Packages', pages: referencePages },
    ],
  },
];

/** Every page of a section, in the order of the menu. */
export const pagesOf = ({ pages, groups = [] }: Section): readonly string[] => [
  ...pages,
  ...groups.flatMap((group) => group.pages),
];
