import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { input } from './folders.js';

/** What stands in a page for `<!-- part: NAME -->`, a comment that other viewers of the Markdown do not show. */
export function part(name: string): string {
  const file = join(input, 'site/parts', `${name}.html`);
  if (/^[\w-]+$/.test(name) && existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(`no part of a page is called ${name}: docs/site/parts`);
}
