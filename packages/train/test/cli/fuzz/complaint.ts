/** How a command ended. */
export interface Outcome {
  readonly status: number | null;
  readonly err: string;
  /** The most memory that it held, in bytes, where the system tells. */
  readonly held: number;
  readonly seconds: number;
}

export const mostBytes = 1.5e9;

/** What is wrong with how a command ended, in words; null if nothing is. */
export function complaint({ status, err, held, seconds }: Outcome): string | null {
  if (held > mostBytes) return `held ${held} bytes`;
  if (status === null) return `ended by a signal after ${seconds} s`;
  if (![0, 1, 2].includes(status)) return `ended with ${status}`;
  if (/\n\s+at |internal error|FATAL ERROR|Unhandled/.test(err)) return 'a stack trace or an internal error';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  if (/[\u001b\u202e]/.test(err)) return 'control characters on the terminal';
  if (status !== 0 && !/^fastface(-train)?: /m.test(err)) return 'no word about why';
  return null;
}
