/** The user can mend this: one line on standard error and an exit code, never a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 1: the input; 2: the command line; 130: interrupted. */
    readonly exitCode: 1 | 2 | 130,
  ) {
    super(message);
  }
}

/** A wrong command line. */
export const usageFailure = (message: string) => new Failure(`${message} (see fastface --help)`, 2);

/** A log's own text in one line of a terminal: no control characters, not endless. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
