import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../site/folders.js';

const folder = join(workspace, '../shared/traces');

/** Recorded logs of real trainers, which are not part of this repository; none where they are not beside it. */
export const recordedLogs: readonly string[] = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'README.md')
      .map(({ name }) => join(folder, name))
  : [];
