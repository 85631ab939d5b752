import type { Writer } from './writer.js';

/** A data frame with the columns step (int64, or double for fractions of an epoch), learning_rate and loss (double). */
export const parquetWriter: Writer = {
  format: 'parquet',
  extension: '.parquet',
  description: 'Parquet with the columns step, learning_rate (if known), loss',
  async *write({ steps, losses, learningRates }) {
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const isWhole = steps.every(Number.isSafeInteger);
    const step = isWhole
      ? ({ name: 'step', data: Array.from(steps, BigInt), type: 'INT64', nullable: false } as const)
      : ({ name: 'step', data: Array.from(steps), type: 'DOUBLE', nullable: false } as const);
    const rate = learningRates && {
      name: 'learning_rate',
      data: Array.from(learningRates, (value) => (Number.isNaN(value) ? null : value)),
      type: 'DOUBLE' as const,
      nullable: true,
    };
    const loss = { name: 'loss', data: Array.from(losses), type: 'DOUBLE' as const, nullable: false };
    yield new Uint8Array(parquetWriteBuffer({ columnData: rate ? [step, rate, loss] : [step, loss] }));
  },
};
