/**
 * Input that the user can fix: an unreadable image, a truncated record, a list that names a missing file. The command
 * prints the message as one line and exits with 1.
 *
 * @example
 * try {
 *   throw new BadInput('faces/anna/1.jpg', 'is 96×112 pixels, not 112×112', 'resize it, or give --image-size');
 * } catch (error) {
 *   if (error instanceof BadInput) error.file; // 'faces/anna/1.jpg'
 * }
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';

  constructor(
    /** The file or folder, with the record or line if known. */
    readonly file: string,
    readonly problem: string,
    /** What to do about it. */
    readonly advice: string,
  ) {
    super(`${printable(file)}: ${printable(problem)} (${printable(advice)})`);
  }
}

/**
 * Makes text from a file or an argument safe for one line of a terminal: no control or text-direction characters, and
 * limited length.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 140)}…${line.slice(-160)}` : line;
}
