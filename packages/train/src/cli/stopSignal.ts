/** Numbers of the signals that end a run in good order, as shells count them. */
const numbers = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Turns the first Ctrl-C (or SIGTERM) into a request, and the second into an end at once.
 *
 * @param onStop called at the first
 */
export function stopSignal(onStop: () => void): {
  readonly signal: AbortSignal;
  /** 128 and the signal's number, once there was one. */
  readonly exitCode: number;
  /** Gives the signals back their usual meaning. */
  release(): void;
} {
  const controller = new AbortController();
  let exitCode = 0;
  const handle = (name: NodeJS.Signals) => {
    exitCode = 128 + numbers[name as keyof typeof numbers];
    if (controller.signal.aborted) process.exit(exitCode);
    onStop();
    controller.abort();
  };
  const names = Object.keys(numbers) as NodeJS.Signals[];
  for (const name of names) process.on(name, handle);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    release() {
      for (const name of names) process.off(name, handle);
    },
  };
}
