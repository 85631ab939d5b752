import { existsSync } from 'node:fs';

/** Debian's Chromium, or the program that CHROMIUM names; null, and so tests skipped, where there is none. */
export const chromiumPath: string | null =
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null;

if (!chromiumPath)
  console.log('skipped: no Chromium here (apt-get install chromium, or name one in CHROMIUM)');
