/** How often a property is tried: with a fixed seed, or with FASTFACE_LONG=1 twenty times as often and with a new one. */
export const runs = (numRuns: number, seed: number) =>
  process.env.FASTFACE_LONG ? { numRuns: 20 * numRuns } : { numRuns, seed };
