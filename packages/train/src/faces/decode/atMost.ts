/**
 * Runs tasks, at most `limit` of them at a time; the others wait in the order in which they came.
 *
 * @example
 * const one = atMost(1);
 * await Promise.all([one(async () => 'first'), one(async () => 'second')]); // ['first', 'second']
 */
export function atMost(limit: number): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < limit) running++;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      // The place goes to the next, or is free again.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
