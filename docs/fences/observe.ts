const observed = new Map<string, unknown[][]>();

/** Called by a prepared fence: notes the value of its expression number `index`, and hands it on. */
export function observe<T>(module: string, index: number, value: T): T {
  const values = observed.get(module) ?? [];
  values[index] = [...(values[index] ?? []), value];
  observed.set(module, values);
  return value;
}

/** All values of that expression, none when it was never reached. */
export const observations = (module: string, index: number): readonly unknown[] =>
  observed.get(module)?.[index] ?? [];
