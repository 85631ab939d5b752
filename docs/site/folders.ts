import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Markdown of the site. */
export const input = dirname(dirname(fileURLToPath(import.meta.url)));
/** The root of the workspace. */
export const workspace = dirname(input);
/** The finished site. */
export const output = join(input, 'dist');
