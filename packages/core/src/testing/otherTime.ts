/**
 * Calls `make` with a changed clock and other random numbers: the clock is some hours ahead and jumps at every call.
 * A pure function returns the same as before. Frozen globals are not changed.
 */
export function atOtherTime<Value>(make: () => Value): Value {
  const host = globalThis as unknown as Host;
  const { Date: RealDate, performance } = host;
  const [random, tick] = [Math.random, performance?.now];
  let looks = 0;
  const later = (now: number) => now + 12_345_678 + 7919 * looks++;
  class LaterDate extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [LaterDate.now()] : given) as [number]));
    }
    static override now = () => later(RealDate.now());
  }
  const swap = (date: DateConstructor, dice: () => number, now?: () => number) => {
    try {
      host.Date = date;
      Math.random = dice;
      if (performance && now) performance.now = now;
    } catch {
      // A frozen global cannot be replaced.
    }
  };
  swap(
    LaterDate as DateConstructor,
    () => (looks++ * 0.6180339887498949) % 1,
    tick && (() => later(tick.call(performance))),
  );
  try {
    return make();
  } finally {
    swap(RealDate, random, tick);
  }
}

/** The platform's sources of time and randomness, which a scheduler must not use. */
interface Host {
  Date: DateConstructor;
  readonly performance?: { now: () => number };
}
