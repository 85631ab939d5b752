/**
 * Templates of IJB: a person's images in one setting, possibly several from one medium (a video). An image's feature
 * is its embedding times the detector's score. A template's feature is the sum, over its media, of the mean feature
 * of the medium's images, normalised. Images are added one by one and embeddings are not kept, so the memory is
 * dimension · 8 bytes per template.
 *
 * @example
 * const features = new TemplateFeatures(Int32Array.of(7, 7, 7), Int32Array.of(1, 1, 2));
 * for (const [image, embedding] of [[4, 0], [2, 0], [0, 4]].entries()) features.add(image, embedding);
 * features.cosine(7, 7); // 1
 */
export class TemplateFeatures {
  readonly #templates: Int32Array;
  readonly #media: Int32Array;
  /** Images of one medium in one template, by template and medium. */
  readonly #counts = new Map<number, Map<number, number>>();
  readonly #sums = new Map<number, Float64Array>();
  #normalised = false;

  /**
   * @param templates of each image, an integer
   * @param media of each image, an integer
   */
  constructor(templates: Int32Array, media: Int32Array) {
    if (templates.length !== media.length) {
      throw new RangeError(
        `invalid media: ${media.length} (expected one for each of ${templates.length} images)`,
      );
    }
    this.#templates = templates;
    this.#media = media;
    for (let image = 0; image < templates.length; image++) {
      const counts = this.#counts.get(templates[image]!) ?? new Map<number, number>();
      this.#counts.set(templates[image]!, counts);
      counts.set(media[image]!, (counts.get(media[image]!) ?? 0) + 1);
    }
  }

  /** Adds an image's embedding (including its mirror image's). Call it once per image, before comparing features. */
  add(image: number, embedding: ArrayLike<number>, score = 1): void {
    if (this.#normalised) throw new RangeError('an image was added after templates were compared');
    const template = this.#templates[image];
    if (template === undefined)
      throw new RangeError(`invalid image: ${image} (of ${this.#templates.length})`);
    const weight = score / this.#counts.get(template)!.get(this.#media[image]!)!;
    let sum = this.#sums.get(template);
    if (sum === undefined) {
      sum = new Float64Array(embedding.length);
      this.#sums.set(template, sum);
    }
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * embedding[i]!;
  }

  /** Cosine of two templates' features; 0 if one has length 0. No image can be added afterwards. */
  cosine(first: number, second: number): number {
    if (!this.#normalised) this.#normalise();
    const a = this.#sums.get(first);
    const b = this.#sums.get(second);
    if (a === undefined || b === undefined) {
      throw new RangeError(`invalid template: ${a === undefined ? first : second} (it has no images)`);
    }
    let dot = 0;
    for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
    return dot;
  }

  has(template: number): boolean {
    return this.#sums.has(template);
  }

  #normalise(): void {
    for (const sum of this.#sums.values()) {
      const length = Math.sqrt(sum.reduce((total, value) => total + value ** 2, 0)) || 1;
      for (let i = 0; i < sum.length; i++) sum[i]! /= length;
    }
    this.#normalised = true;
  }
}
