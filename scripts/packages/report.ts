/** Prints one line a check and counts them. */
export class Report {
  private passed = 0;
  private failed = 0;

  /** Runs a check, which returns the figure to print or throws with what is wrong. */
  async check(what: string, run: () => string | Promise<string>): Promise<void> {
    try {
      console.log(`ok ${what}: ${await run()}`);
      this.passed++;
    } catch (error) {
      const [summary, ...details] = (error instanceof Error ? error.message : String(error)).split('\n');
      console.log(`not ok ${what}: ${[summary, ...details.map((line) => `    ${line}`)].join('\n')}`);
      this.failed++;
    }
  }

  /** A check that cannot be made yet: seen, but not counted. */
  skip(what: string, why: string): void {
    console.log(`skipped ${what}: ${why}`);
  }

  /** Prints the last line and gives the exit code. */
  end(): 0 | 1 {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed > 0 ? 1 : 0;
  }
}
