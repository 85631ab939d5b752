import { open } from 'node:fs/promises';
import { metricLine } from '../../read/table/mlflow.js';
import { type FollowOptions, follow, pause } from '../follow.js';

/** A trainer logs its metrics one after the other: so long after the loss, in milliseconds, its rate is there too. */
const settling = 20;

/**
 * The loss of an MLflow run as a table that grows, with the rate of the latest step up to its own: MLflow keeps each metric in
 * a file of its own.
 *
 * @param loss path of the metric that is followed
 * @param rate path of the learning rate; null where there is none
 */
export async function* followMetrics(
  loss: string,
  rate: string | null,
  options: FollowOptions,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(rate === null ? 'step,loss\n' : 'step,loss,lr\n');
  const rates = rate === null ? null : new Rates(rate);
  const lines = new Lines();
  for await (const piece of follow(loss, options)) {
    const records = lines.add(piece).flatMap((line) => metricLine(line) ?? []);
    if (records.length === 0) continue;
    if (rates !== null && !options.once) await pause(settling, options.signal);
    await rates?.read();
    const rows = records.map(({ step, value }) =>
      rates === null ? `${step},${value}\n` : `${step},${value},${rates.at(step) ?? ''}\n`,
    );
    yield Buffer.from(rows.join(''));
  }
}

/** Whole lines of bytes that come in pieces. */
class Lines {
  private rest = '';

  add(piece: Uint8Array): string[] {
    const lines = (this.rest + Buffer.from(piece).toString('latin1')).split('\n');
    this.rest = lines.pop()!;
    return lines;
  }
}

/** The rates of a metric file, read on as it grows; those of past steps are let go. */
class Rates {
  private readonly lines = new Lines();
  private readonly coming: { step: number; value: number }[] = [];
  private from = 0;
  private latest: number | undefined;

  constructor(private readonly path: string) {}

  async read(): Promise<void> {
    const file = await open(this.path).catch(() => null);
    try {
      for (;;) {
        const { bytesRead, buffer } = (await file?.read(Buffer.alloc(1 << 16), 0, 1 << 16, this.from)) ?? {
          bytesRead: 0,
        };
        if (bytesRead === 0 || buffer === undefined) return;
        this.from += bytesRead;
        for (const line of this.lines.add(buffer.subarray(0, bytesRead)))
          this.coming.push(...[metricLine(line) ?? []].flat());
      }
    } finally {
      await file?.close();
    }
  }

  at(step: number): number | undefined {
    while (this.coming.length > 0 && this.coming[0]!.step <= step) this.latest = this.coming.shift()!.value;
    return this.latest;
  }
}
