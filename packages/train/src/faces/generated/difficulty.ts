/**
 * How far two images of one identity may differ. Angles in degrees, lengths as a share of the image's side, colours
 * as a share of the range; a probability is the share of images with the feature.
 */
export interface Difficulty {
  /** The head is rotated within ±rotation, moved within ±shift, and scaled within ±scale. */
  readonly rotation: number;
  readonly shift: number;
  readonly scale: number;
  /** A head turned sideways is narrower, by up to this share. */
  readonly narrowing: number;
  /** Brightness changes by up to ±light from one edge to the other, in any direction. */
  readonly light: number;
  /** Brightness of the whole within ±gain, of each colour channel within ±tint. */
  readonly gain: number;
  readonly tint: number;
  readonly blurProbability: number;
  /** Half-width of the largest blur. */
  readonly blur: number;
  readonly occlusionProbability: number;
  /** Side of the largest occlusion. */
  readonly occlusion: number;
  readonly hatProbability: number;
  readonly glassesProbability: number;
  /** Eyes and eyebrows rotate within ±expression degrees, and there are this many mouths. */
  readonly expression: number;
  readonly mouths: number;
  /** Standard deviation of the noise, in 8-bit steps. */
  readonly noise: number;
}

/** The presets, each one harder than the one before. */
export const difficulties = {
  easy: {
    rotation: 4,
    shift: 0.02,
    scale: 0.03,
    narrowing: 0.03,
    light: 0.1,
    gain: 0.08,
    tint: 0.03,
    blurProbability: 0.1,
    blur: 0.01,
    occlusionProbability: 0,
    occlusion: 0,
    hatProbability: 0,
    glassesProbability: 0.05,
    expression: 2,
    mouths: 4,
    noise: 2,
  },
  medium: {
    rotation: 9,
    shift: 0.04,
    scale: 0.07,
    narrowing: 0.1,
    light: 0.25,
    gain: 0.15,
    tint: 0.08,
    blurProbability: 0.2,
    blur: 0.015,
    occlusionProbability: 0.15,
    occlusion: 0.25,
    hatProbability: 0.1,
    glassesProbability: 0.15,
    expression: 4,
    mouths: 9,
    noise: 5,
  },
  hard: {
    rotation: 15,
    shift: 0.06,
    scale: 0.12,
    narrowing: 0.2,
    light: 0.4,
    gain: 0.25,
    tint: 0.15,
    blurProbability: 0.35,
    blur: 0.025,
    occlusionProbability: 0.35,
    occlusion: 0.35,
    hatProbability: 0.25,
    glassesProbability: 0.25,
    expression: 7,
    mouths: 17,
    noise: 9,
  },
} as const satisfies Record<string, Difficulty>;

export type DifficultyName = keyof typeof difficulties;
