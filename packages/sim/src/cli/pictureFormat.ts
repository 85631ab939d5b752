import { extname } from 'node:path';
import { usageFailure } from './failure.js';

/** What kind of picture a file is to hold, by its ending. */
export function pictureFormat(file: string): 'svg' | 'png' {
  const ending = extname(file).toLowerCase();
  if (ending === '.svg') return 'svg';
  if (ending === '.png') return 'png';
  throw usageFailure(`invalid --figure: ${file} (expected a file that ends in .svg or .png)`);
}
