import type { Random } from '../../random.js';
import { anyColour } from './colour.js';
import type { Difficulty } from './difficulty.js';

const side = 300;

/** The SVG document of one image: a background, the posed face, and sometimes an occlusion. */
export function scene(face: string, random: Random, difficulty: Difficulty): string {
  const { rotation, shift, scale, narrowing } = difficulty;
  const symmetric = (range: number) => random.between(-range, range);
  const size = 1 + symmetric(scale);
  const pose = [
    `translate(${side / 2 + symmetric(shift) * side} ${side / 2 + symmetric(shift) * side})`,
    `rotate(${symmetric(rotation)})`,
    `scale(${size * (1 - random.between(0, narrowing))} ${size})`,
    `translate(${-side / 2} ${-side / 2})`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">`,
    `<rect width="${side}" height="${side}" fill="${anyColour(random)}"/>`,
    `<g transform="${pose.join(' ')}">${face}</g>`,
    random.chance(difficulty.occlusionProbability) ? obstacle(random, difficulty.occlusion * side) : '',
    '</svg>',
  ].join('');
}

/** An occlusion: a round or angular patch at a random position. */
function obstacle(random: Random, largest: number): string {
  const width = random.between(0.4, 1) * largest;
  const height = random.between(0.4, 1) * largest;
  const corner = random.chance(0.5) ? 0 : Math.min(width, height) / 2;
  const x = random.between(0, side - width);
  const y = random.between(0, side - height);
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${anyColour(random)}"/>`;
}
