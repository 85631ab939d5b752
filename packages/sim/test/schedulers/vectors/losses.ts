/** Loss sequences from a seed; losses.py is the twin, with the same doubles. */
export function losses(kind: string, seed: number, length: number): number[] {
  const random = uniforms(seed);
  for (let i = 0; i < 20; i++) random();
  const quarter = Math.floor(length / 4);
  return Array.from({ length }, (_, t) => {
    const noise = random() - 0.5;
    const rare = random();
    const level = 4 / (1 << Math.floor(t / quarter));
    const steps = level + (level * 5) / (5 + (t % quarter)) + 0.2 * level * noise;
    const flat = 1 + 0.1 * noise;
    const kinds: Record<string, number> = {
      steps,
      flat,
      falling: 5 - (4 * t) / length + 0.5 * noise,
      rising: 1 + t / length + 0.2 * noise,
      negative: steps - 5,
      spiky: steps + (rare < 0.02 ? 10 : 0),
      nan: rare < 0.01 ? Number.NaN : steps,
      nanFirst: t === 0 ? Number.NaN : steps,
      infinite: rare < 0.01 ? Number.POSITIVE_INFINITY : steps,
      minusInfinite: t === quarter ? Number.NEGATIVE_INFINITY : steps,
      constant: 1.25,
      zero: 0,
      offset: 1_000_000 + flat,
      huge: steps * 1e200,
      integers: Math.floor(4 * rare),
    };
    const loss = kinds[kind];
    if (loss === undefined) throw new RangeError(`no losses called ${kind}`);
    return loss;
  });
}

/** xorshift32, each value divided by 2^32. */
function uniforms(seed: number): () => number {
  let x = seed | 0;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 4294967296;
  };
}
