/**
 * What `make` returns at another time and with other luck: a clock some hours ahead that jumps at every look, and random
 * numbers of its own. What a pure function returns stays the same. Where the globals are frozen, they stay as they are.
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
      // A frozen global cannot be swapped.
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

/** What of the platform a scheduler may look at and should not. */
interface Host {
  Date: DateConstructor;
  readonly performance?: { now: () => number };
}
