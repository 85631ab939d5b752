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
export const usageFailure = (message: string) =>
  new Failure(`${printable(message)} (see fastface --help)`, 2);

/** What to throw for an error: a failure where it is a RangeError, that is where something was refused; else the error. */
export const asFailure = (error: unknown, failure: (message: string) => Failure): unknown =>
  error instanceof RangeError ? failure(error.message) : error;

/** A refused input file. */
export const inputFailure = (file: string) => (message: string) => new Failure(`${file}: ${message}`, 1);

/** Text of a log or of an argument in one line of a terminal: no control characters, none that turn the writing, not endless. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
  // A path comes first and the reason last: both are to be seen.
  return line.length > 300 ? `${line.slice(0, 140)}…${line.slice(-160)}` : line;
}
