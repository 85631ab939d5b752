/** A look is kept at most so often, in milliseconds; and so many of them. */
const often = 1000;
const most = 64;

/** How fast the step moves, over the last minute or so. */
export class Pace {
  private looks: { readonly time: number; readonly step: number }[] = [];
  private latest: { readonly time: number; readonly step: number } | null = null;

  /** The step has come as far as that, at some time in milliseconds. */
  beat(time: number, step: number): void {
    if (step === this.latest?.step) return;
    this.latest = { time, step };
    const before = this.looks.at(-1);
    if (before !== undefined && time - before.time < often) return;
    this.looks.push(this.latest);
    if (this.looks.length > most) this.looks.shift();
  }

  clear(): void {
    [this.looks, this.latest] = [[], null];
  }

  /** Steps a second; null before there are two looks. */
  get speed(): number | null {
    const first = this.looks[0];
    const { latest } = this;
    if (first === undefined || latest === null || latest.time - first.time < often) return null;
    return (1000 * (latest.step - first.step)) / (latest.time - first.time);
  }
}
