import { BadInput } from '../../badInput.js';

/** Different images, and pairs of them: the largest list in use has 3 million images. */
const mostImages = 1 << 22;
const mostPairs = 1 << 26;

/** Pairs of files, each name of which is kept once. */
export class PairTable {
  private readonly names: string[] = [];
  private readonly known = new Map<string, number>();
  private files = new Uint32Array(1 << 10);
  private isSame = new Uint8Array(1 << 9);
  pairs = 0;

  constructor(private readonly list: string) {}

  add(first: string, second: string, same: boolean): void {
    if (this.pairs === mostPairs) throw this.tooMany(`${mostPairs} pairs`);
    if (this.pairs === this.isSame.length) {
      const { files, isSame } = this;
      this.files = new Uint32Array(2 * files.length);
      this.files.set(files);
      this.isSame = new Uint8Array(2 * isSame.length);
      this.isSame.set(isSame);
    }
    this.files[2 * this.pairs] = this.numberOf(first);
    this.files[2 * this.pairs + 1] = this.numberOf(second);
    this.isSame[this.pairs++] = same ? 1 : 0;
  }

  /** File 2i or 2i + 1 of pair i. */
  file(index: number): string {
    return this.names[this.files[index]!]!;
  }

  same(): Uint8Array {
    return this.isSame.slice(0, this.pairs);
  }

  private numberOf(name: string): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (this.names.length === mostImages) throw this.tooMany(`${mostImages} images`);
    this.known.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  private tooMany(what: string): BadInput {
    return new BadInput(this.list, `lists more than ${what}`, 'give a part of it');
  }
}
