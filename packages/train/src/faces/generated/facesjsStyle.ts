import { type FaceConfig, faceToSvgString, type Gender, svgsIndex } from 'facesjs';
import type { Random } from '../../random.js';
import { anyColour, colour } from './colour.js';
import type { Style } from './style.js';

/**
 * Cartoon faces of facesjs (Apache-2.0): about 10^11 combinations of shapes, times sizes, angles and colours. Shapes
 * are sampled here from its index, so its own Math.random is never called.
 */
export const facesjsStyle: Style<FaceConfig> = {
  name: 'facesjs',

  identity(random) {
    const gender: Gender = random.chance(0.5) ? 'male' : 'female';
    const male = gender === 'male';
    const shape = (feature: keyof typeof svgsIndex) => random.pick(shapes(feature, gender));
    const maybe = (probability: number, feature: keyof typeof svgsIndex) =>
      random.chance(probability) ? shape(feature) : 'none';
    return {
      fatness: random.between(0, male ? 1 : 0.5),
      teamColors: ['#888', '#888', '#888'],
      hairBg: { id: maybe(male ? 0.15 : 0.8, 'hairBg') },
      body: { id: shape('body'), color: colour(random, [12, 32], [25, 60], [28, 85]), size: male ? 1 : 0.85 },
      jersey: { id: 'jersey' },
      ear: { id: shape('ear'), size: random.between(0.5, male ? 1.5 : 1) },
      head: { id: shape('head'), shave: `rgba(0,0,0,${male && random.chance(0.25) ? 0.15 : 0})` },
      eyeLine: { id: maybe(0.75, 'eyeLine') },
      smileLine: { id: maybe(male ? 0.75 : 0.2, 'smileLine'), size: random.between(0.25, 2.25) },
      miscLine: { id: maybe(0.5, 'miscLine') },
      facialHair: { id: male ? maybe(0.6, 'facialHair') : 'none' },
      eye: { id: shape('eye'), angle: random.between(-10, 15) },
      eyebrow: { id: shape('eyebrow'), angle: random.between(-15, 20) },
      hair: {
        id: shape('hair'),
        color: colour(random, [5, 50], [5, 65], [5, 65]),
        flip: random.chance(0.5),
      },
      mouth: { id: 'mouth', flip: false },
      nose: {
        id: shape('nose'),
        flip: random.chance(0.5),
        size: random.between(0.5, male ? 1.25 : 1),
      },
      glasses: { id: 'none' },
      accessories: { id: 'none' },
    };
  },

  signature: (face) =>
    [
      face.head.id,
      face.eye.id,
      face.eyebrow.id,
      face.nose.id,
      face.nose.flip,
      face.hair.id,
      face.hair.flip,
      face.hairBg.id,
      face.ear.id,
      face.facialHair.id,
      face.eyeLine.id,
      face.smileLine.id,
      face.miscLine.id,
    ].join(' '),

  draw(face, random, difficulty) {
    const turn = () => random.between(-difficulty.expression, difficulty.expression);
    const look: FaceConfig = {
      ...face,
      teamColors: [anyColour(random), anyColour(random), anyColour(random)],
      fatness: face.fatness + random.between(-0.05, 0.05),
      eye: { ...face.eye, angle: face.eye.angle + turn() },
      eyebrow: { ...face.eyebrow, angle: face.eyebrow.angle + turn() },
      // A hat that hides the hair changes the hair's id.
      hair: { ...face.hair },
      mouth: { id: random.pick(svgsIndex.mouth.slice(0, difficulty.mouths)), flip: random.chance(0.5) },
      jersey: { id: random.pick(svgsIndex.jersey) },
      glasses: { id: worn(random, 'glasses', difficulty.glassesProbability) },
      accessories: { id: worn(random, 'accessories', difficulty.hatProbability) },
    };
    const svg = faceToSvgString(look);
    const elements = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'));
    // Places the eyes at 47 % of the height and a third of it apart, as in aligned photographs.
    return `<g transform="scale(${300 / 360}) translate(-20 -140)">${elements}</g>`;
  },
};

function worn(random: Random, feature: 'glasses' | 'accessories', probability: number): string {
  return random.chance(probability) ? random.pick(svgsIndex[feature]) : 'none';
}

/** Names of women's shapes begin with "female"; each of these features has some. */
function shapes(feature: keyof typeof svgsIndex, gender: Gender): readonly string[] {
  const all: readonly string[] = svgsIndex[feature];
  const female = all.filter((id) => id.startsWith('female'));
  if (female.length === 0) return all;
  return gender === 'female' ? female : all.filter((id) => !id.startsWith('female'));
}
