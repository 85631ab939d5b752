import { existsSync, readFileSync } from 'node:fs';

/** The script for the page's interactive charts, without imports, and its style. */
export interface PageScript {
  readonly script: string;
  readonly style: string;
}

/** Output paths of the build. */
const built = {
  script: new URL('./page.js', import.meta.url),
  style: new URL('./page.css', import.meta.url),
};

/**
 * The bundle from `npm run build`. When running from source without a build, it is bundled on demand, which takes
 * about 50 ms.
 */
export async function pageScript(): Promise<PageScript> {
  if (existsSync(built.script))
    return { script: readFileSync(built.script, 'utf8'), style: readFileSync(built.style, 'utf8') };
  const source = new URL('../../page/bundle.ts', import.meta.url).href;
  const { bundlePage } = (await import(/* @vite-ignore */ source)) as { bundlePage(): Promise<PageScript> };
  return bundlePage();
}
