/**
 * What a function returns that can fail on what it was given: the value, or the problem with the input. Look at `ok`
 * before either.
 */
export type Result<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });

export const failed = <Problem>(problem: Problem): Result<never, Problem> => ({ ok: false, problem });
