import { readFileSync } from 'node:fs';

interface Verification {
  straight: number[];
  mirrored: number[];
  same: number[];
  target: number;
  xnorm: number;
  accuracies: number[];
  accuracy: number;
  accuracyStd: number;
  val: number;
  valStd: number;
  far: number;
  meanTpr: number[];
  meanFpr: number[];
  auc: number;
}

interface Curve {
  same: number[];
  scores: number[];
  fpr: number[];
  tpr: number[];
  auc: number;
  fars: number[];
  tars: number[];
}

interface Templates {
  templates: number[];
  media: number[];
  straight: number[];
  mirrored: number[];
  scores: number[];
  first: number[];
  second: number[];
  same: number[];
  cosines: number[];
  tars: number[];
  auc: number;
}

interface Alignment {
  points: [number, number][];
  matrix: number[][];
}

/** What vectors.py wrote. */
export const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as {
  verifications: Verification[];
  curves: Curve[];
  templates: Templates;
  alignments: Alignment[];
};
