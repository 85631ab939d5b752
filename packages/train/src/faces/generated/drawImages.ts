import { renderAsync } from '@resvg/resvg-js';
import { Random } from '../../random.js';
import type { Difficulty } from './difficulty.js';
import { people, type Split } from './people.js';
import { photograph } from './photograph.js';
import { scene } from './scene.js';
import type { Style } from './style.js';

export interface DrawOptions {
  readonly identities: number;
  readonly perIdentity: number;
  readonly imageSize: number;
  readonly seed: number;
  readonly split: Split;
}

/** Draws image `index`, which shows identity ⌊index / perIdentity⌋, into imageSize² · 3 bytes. */
export type Draw = (index: number, into: Uint8Array) => Promise<void>;

/**
 * Prepares the drawing of a set. The SVG is created here in about 1 ms; resvg rasterises it on a thread of libuv's
 * pool, so keep several images in flight. An image depends only on its index.
 */
export function drawImages<Identity>(
  style: Style<Identity>,
  difficulty: Difficulty,
  options: DrawOptions,
): Draw {
  const { identities, perIdentity, imageSize, seed, split } = options;
  const everybody = people(style, identities, seed, split);
  return async (index, into) => {
    const person = Math.floor(index / perIdentity);
    const random = new Random(seed, style.name, split, 'image', person, index % perIdentity);
    const face = style.draw(everybody[person]!, random, difficulty);
    const rendered = await renderAsync(scene(face, random, difficulty), {
      fitTo: { mode: 'width', value: imageSize },
      font: { loadSystemFonts: false },
    });
    photograph(rendered.pixels, imageSize, random, difficulty, into);
  };
}
