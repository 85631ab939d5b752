/** Collects figures with their targets, prints each as it comes, and says at the end whether all were met. */
export class Figures {
  private missed = 0;

  /** A figure with an upper bound. */
  atMost(what: string, value: number, bound: number, unit: string): void {
    if (!(value <= bound)) this.missed++;
    console.log(
      `${value <= bound ? 'ok' : 'NOT MET'}  ${what}: ${value.toPrecision(3)} ${unit} (at most ${bound})`,
    );
  }

  note(what: string): void {
    console.log(`    ${what}`);
  }

  /** In a short run, which has too few rounds for a verdict, a target that is missed is said and is no failure. */
  finish(short: boolean): void {
    if (this.missed > 0 && !short) process.exitCode = 1;
    console.log(this.missed === 0 ? 'every target met' : `${this.missed} targets not met`);
  }
}

/** Smallest time of each function over interleaved rounds, in nanoseconds: shared machines only ever add time. */
export function fastest(rounds: number, ...functions: readonly (() => void)[]): number[] {
  const best = functions.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    functions.forEach((run, i) => {
      const start = process.hrtime.bigint();
      run();
      best[i] = Math.min(best[i]!, Number(process.hrtime.bigint() - start));
    });
  }
  return best;
}
