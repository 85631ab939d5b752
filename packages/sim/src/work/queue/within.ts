/** A promise's value if it comes within this time, milliseconds. @throws Error where it does not, or the signal comes first */
export function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const interrupted = () => reject(new Error('interrupted'));
    if (signal?.aborted) interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    const timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupted);
    });
  });
}
