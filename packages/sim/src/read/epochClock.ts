/** One count of iterations from an epoch and a batch within it, where logs count the batches of each epoch anew. */
export class EpochClock {
  private first: number | null = null;
  private epoch = -Infinity;
  private batch = -Infinity;
  private stride: number | null = null;
  private offset = 0;
  private last = 0;
  /** Whether an epoch's length had to be guessed from the last batch that was logged in it. */
  guessed = false;

  /** With `batches`, the length of an epoch, the count is exact: epochs from 1 or from 0, as the log starts. */
  step(epoch: number, batch: number, batches?: number): number {
    if (batches !== undefined && batches > 0) {
      this.first ??= epoch;
      return (epoch - (this.first === 1 ? 1 : 0)) * batches + batch;
    }
    if (epoch < this.epoch) this.offset = 0;
    else if (epoch > this.epoch && batch <= this.batch) {
      // An epoch with one record is as long as that record says.
      this.offset = this.last + (this.stride ?? Math.max(batch, 1)) - batch;
      this.guessed = true;
    } else if (batch > this.batch && this.batch > -Infinity) this.stride = batch - this.batch;
    this.epoch = epoch;
    this.batch = batch;
    this.last = this.offset + batch;
    return this.last;
  }
}
