/** `--quick`: a fiftieth of the runs, in seconds; prints and writes nothing. */
export const quick = process.argv.includes('--quick');

export const runsOf = (full: number) => Math.max(1, Math.ceil(full / (quick ? 50 : 1)));

export const lengths: readonly number[] = quick ? [1e3, 1e4, 1e5] : [1e3, 3e3, 1e4, 3e4, 1e5, 1e6];

/** `--cost`: measures the costs alone, on a machine that is quiet now, and puts them into the page as it is. */
export const onlyCost = process.argv.includes('--cost');
