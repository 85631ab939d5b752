import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import type { FaceSet } from './dataset.js';
import { imageExtensions } from './decode/imageKind.js';
import { enoughImages } from './enoughImages.js';
import { entries, imagesBelow, PassedOver } from './imagesBelow.js';
import { checkImageSize, defaultImageSize, type TrainLoadOptions } from './loadOptions.js';
import { readImageFile } from './readImageFile.js';

/**
 * A folder with one folder of images a person: `root/ID/Image.jpg`. Labels count the folders by name in the order of code
 * points, as torchvision's ImageFolder does. Images may lie in folders of their own below ID; hidden files are
 * passed over, and so are other endings, which `leftOut` counts. Images are decoded when they are asked for.
 *
 * @throws BadInput for a root without such folders, a folder without images, and a person with too few
 */
export async function folderFaces(root: string, options: TrainLoadOptions = {}): Promise<FaceSet> {
  const { imageSize = defaultImageSize, onWrongSize = 'fail', onProgress } = options;
  checkImageSize(imageSize);
  const folders = (await entries(root)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (folders.length === 0) {
    throw new BadInput(root, 'has no folder for each person', 'lay the images out as ID/Image.jpg');
  }
  const files: string[][] = [];
  const passedOver = new PassedOver();
  for (const [label, folder] of folders.entries()) {
    const images = await imagesBelow(join(root, folder), passedOver, 1);
    if (images.length === 0) {
      throw new BadInput(
        join(root, folder),
        'has no image',
        `add some (${imageExtensions.join(', ')}) or delete it`,
      );
    }
    files.push(images);
    onProgress?.((label + 1) / folders.length);
  }
  const paths = files.flat();
  const labels = Int32Array.from(files.flatMap((images, label) => images.map(() => label)));
  const set: FaceSet = {
    name: root,
    imageSize,
    classes: folders.length,
    length: paths.length,
    leftOut: passedOver.notes(root),
    label: (index) => labels[index]!,
    image: (index, into) => readImageFile(paths[index]!, imageSize, onWrongSize, into),
    place: (index) => ({ file: paths[index]! }),
    describe: (index) => paths[index]!,
  };
  return enoughImages(set, (label) => join(root, folders[label]!), options);
}
