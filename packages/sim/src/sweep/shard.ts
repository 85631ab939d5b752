/** Shard `index` (from 1) of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The rows of a shard: contiguous, with sizes that differ by at most one. */
export function shardRange(rows: number, { index, of }: Shard): { from: number; to: number } {
  const boundary = (i: number) => Number((BigInt(rows) * BigInt(i)) / BigInt(of));
  return { from: boundary(index - 1), to: boundary(index) };
}
