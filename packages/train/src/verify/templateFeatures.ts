/**
 * Templates of IJB: a person's images in one setting, several of them at times from one medium (a video). A template's
 * feature is the sum over its media of the mean feature of the medium's images, normalised, where an image's feature is
 * its embedding times the detector's score. Added image by image, so that no embedding is kept: memory is that of the
 * templates, dimension · 8 bytes each.
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
   * @param templates of each image, a whole number
   * @param media of each image, a whole number
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

  /** Adds an image's embedding (with its mirror image's), once for every image, before features are compared. */
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

  /** Cosine of two templates' features; 0 where one has no length. Nothing can be added afterwards. */
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
