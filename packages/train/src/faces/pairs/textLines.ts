import { BadInput } from '../../badInput.js';
import { openPlain, unreadable } from '../../plainFile.js';

/** In characters. */
const longest = 1 << 16;

/**
 * Hands on the lines of a list that are not empty, each with its file and number for messages. Of the file only a piece is in memory.
 *
 * @throws BadInput for a line that no list has, and for a file that cannot be read
 */
export async function forEachLine(path: string, take: (text: string, where: string) => void): Promise<void> {
  let [number, rest] = [0, ''];
  const line = (text: string) => {
    number++;
    const trimmed = text.trim();
    if (trimmed !== '') take(trimmed, `${path}:${number}`);
  };
  const { file } = await openPlain(path);
  try {
    // The stream closes the file.
    for await (const piece of file.createReadStream({ encoding: 'utf8', highWaterMark: 1 << 18 })) {
      const text = rest + (number === 0 && rest === '' ? (piece as string).replace(/^\ufeff/, '') : piece);
      // What follows a carriage return is not known yet.
      const end = text.endsWith('\r') ? text.length - 1 : text.length;
      const lines = text.slice(0, end).split(/\r\n|[\r\n]/);
      rest = lines.pop()! + text.slice(end);
      for (const each of lines) line(each);
      if (rest.length > longest)
        throw new BadInput(
          `${path}:${number + 1}`,
          `is a line of more than ${longest} characters`,
          'give a list',
        );
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  line(rest);
}
