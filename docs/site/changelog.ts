import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './folders.js';

/** The project's CHANGELOG.md as a page of the site: its links to pages start from the site's root. */
export const changelogPage = (): string =>
  readFileSync(join(workspace, 'CHANGELOG.md'), 'utf8').replaceAll('](docs/', '](');
