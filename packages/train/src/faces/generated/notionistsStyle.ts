import { createAvatar } from '@dicebear/core';
import * as notionists from '@dicebear/notionists';
import type { Style } from './style.js';

interface Notionist {
  readonly hair: string;
  readonly eyes: string;
  readonly brows: string;
  readonly nose: string;
  readonly beard: string | null;
  readonly flip: boolean;
}

type Feature = 'hair' | 'eyes' | 'brows' | 'nose' | 'beard' | 'lips' | 'body' | 'glasses' | 'gesture';

/** The shapes of a feature, in the order of their names. */
function shapes(feature: Feature): readonly string[] {
  const property = notionists.schema.properties?.[feature] as { items: { enum: string[] } };
  return property.items.enum.toSorted();
}

/**
 * Ink drawings of DiceBear's notionists (by Zoish, CC0 1.0; code MIT): a style for testing a recogniser trained on
 * facesjs under domain shift. All shapes are passed by name, so its own random choices have no effect.
 */
export const notionistsStyle: Style<Notionist> = {
  name: 'notionists',

  identity: (random) => ({
    hair: random.pick(shapes('hair')),
    eyes: random.pick(shapes('eyes')),
    brows: random.pick(shapes('brows')),
    nose: random.pick(shapes('nose')),
    beard: random.chance(0.3) ? random.pick(shapes('beard')) : null,
    flip: random.chance(0.5),
  }),

  signature: ({ hair, eyes, brows, nose, beard }) => [hair, eyes, brows, nose, beard].join(' '),

  draw(person, random, difficulty) {
    const chosen = (feature: Feature) => [random.pick(shapes(feature))];
    const svg = createAvatar(notionists, {
      seed: 'unused',
      hair: [person.hair],
      eyes: [person.eyes],
      brows: [person.brows],
      nose: [person.nose],
      beard: person.beard === null ? [] : [person.beard],
      beardProbability: person.beard === null ? 0 : 100,
      flip: person.flip,
      lips: [random.pick(shapes('lips').slice(0, difficulty.mouths * 2))],
      body: chosen('body'),
      bodyIconProbability: 0,
      glasses: chosen('glasses'),
      glassesProbability: random.chance(difficulty.glassesProbability) ? 100 : 0,
      gesture: chosen('gesture'),
      gestureProbability: random.chance(difficulty.occlusionProbability) ? 100 : 0,
    } as notionists.Options).toString();
    const elements = svg.slice(svg.indexOf('</metadata>') + '</metadata>'.length, svg.lastIndexOf('</svg>'));
    return `<g transform="translate(-140 -95) scale(0.36)" fill="none">${elements}</g>`;
  },
};
