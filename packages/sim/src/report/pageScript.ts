import { existsSync, readFileSync } from 'node:fs';

/** What makes the page's pictures live: a script without imports, and the style of what it draws. */
export interface PageScript {
  readonly script: string;
  readonly style: string;
}

/** Where the build puts them. */
const built = {
  script: new URL('./page.js', import.meta.url),
  style: new URL('./page.css', import.meta.url),
};

/**
 * The bundle that `npm run build` made. On the packages' own source, without a build, it is bundled on the spot, which
 * takes some 50 ms.
 */
export async function pageScript(): Promise<PageScript> {
  if (existsSync(built.script))
    return { script: readFileSync(built.script, 'utf8'), style: readFileSync(built.style, 'utf8') };
  const source = new URL('../../page/bundle.ts', import.meta.url).href;
  const { bundlePage } = (await import(/* @vite-ignore */ source)) as { bundlePage(): Promise<PageScript> };
  return bundlePage();
}
