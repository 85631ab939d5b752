import { join } from 'node:path';
import { BadInput } from '../../badInput.js';
import { alignFile } from '../align/alignFace.js';
import type { Point } from '../align/pointList.js';
import type { TemplateSet } from '../dataset.js';
import { integerColumns } from '../integerColumns.js';
import { checkImageSize, defaultImageSize } from '../loadOptions.js';
import { resolveInside } from './resolveInside.js';
import { forEachLine } from './textLines.js';

export interface IjbOptions {
  readonly imageSize?: number;
}

/**
 * IJB-B or IJB-C in insightface's layout: images in `root/loose_crop`; in `root/meta` the template and medium of each
 * image, its five landmarks and detector score, and the pairs of templates. Images are aligned by their landmarks on
 * demand.
 *
 * @param target ijbb or ijbc, as the meta files are named
 * @throws BadInput if meta files are missing, damaged or of different lengths
 */
export async function ijbFaces(
  root: string,
  target: 'ijbb' | 'ijbc',
  { imageSize = defaultImageSize }: IjbOptions = {},
): Promise<TemplateSet> {
  checkImageSize(imageSize);
  const meta = (name: string) => join(root, 'meta', `${target}_${name}.txt`);
  const [templates, media] = await integerColumns(meta('face_tid_mid'), 2, true);
  const [first, second, labels] = await integerColumns(meta('template_pair_label'), 3);
  const files: string[] = [];
  // Ten coordinates and a score per image, in one array.
  const numbers = new Float32Array(11 * templates!.length);
  let images = 0;
  await forEachLine(meta('name_5pts_score'), (text, where) => {
    // Those beyond the templates are counted only.
    if (images++ >= templates!.length) return;
    const { name, points } = readLine(text, where);
    numbers.set(points, 11 * files.length);
    files.push(resolveInside(join(root, 'loose_crop'), name, where));
  });
  if (images !== templates!.length) {
    const problem = `has ${images} images, but ${meta('face_tid_mid')} has ${templates!.length}`;
    throw new BadInput(meta('name_5pts_score'), problem, 'get both again from their source');
  }
  const odd = labels!.findIndex((label) => label > 1);
  if (odd >= 0)
    throw new BadInput(`${meta('template_pair_label')}:${odd + 1}`, 'has no label 0 or 1', 'correct it');
  return {
    name: root,
    imageSize,
    length: files.length,
    templates: templates!,
    media: media!,
    scores: Float32Array.from(files, (_, index) => numbers[11 * index + 10]!),
    first: first!,
    second: second!,
    same: Uint8Array.from(labels!),
    image: (index, into) => {
      const at = (i: number): Point => [numbers[11 * index + 2 * i]!, numbers[11 * index + 2 * i + 1]!];
      return alignFile(files[index]!, [0, 1, 2, 3, 4].map(at), imageSize, into);
    },
    describe: (index) => files[index]!,
  };
}

function readLine(text: string, where: string) {
  const [name, ...rest] = text.split(/\s+/) as [string, ...string[]];
  const points = rest.map(Number);
  if (points.length !== 11 || !points.every(Number.isFinite)) {
    throw new BadInput(where, 'is not a name, five points and a score', 'get the file again from its source');
  }
  if ([2, 4, 6, 8].every((i) => points[i] === points[0] && points[i + 1] === points[1])) {
    throw new BadInput(
      where,
      'has five points that coincide',
      'correct or delete the line, in all meta files',
    );
  }
  return { name, points };
}
