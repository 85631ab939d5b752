import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { type SearchEntry, searchOptions } from './browser/searchOptions.js';
import { output } from './folders.js';

/** Letters of a section that are looked through; the reference has long ones. */
const mostLetters = 1500;

/**
 * The index of the site's search: a section of a page an entry, taken from the pages as they are written. It is a script and no
 * JSON, since a page that is opened as a file may load nothing else.
 */
export function writeSearchIndex(): void {
  const index = new MiniSearch(searchOptions);
  index.addAll(
    readdirSync(output, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html'))
      .sort()
      .flatMap((file) => entriesOf(file, readFileSync(join(output, file), 'utf8'))),
  );
  const json = JSON.stringify(JSON.stringify(index));
  writeFileSync(join(output, 'assets/search-index.js'), `globalThis.fastfaceSearchIndex=${json};`);
}

/** The sections of a page: from one heading with an id to the next. */
export function entriesOf(file: string, html: string): SearchEntry[] {
  const main = /<main[^>]*>([\s\S]*)<footer class="pager">/.exec(html)?.[1] ?? '';
  const parts = main.split(/(?=<h[1-3] [^>]*id=")/);
  const page = plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(main)?.[1] ?? '');
  const url = file.replaceAll('\\', '/');
  return parts.flatMap((part) => {
    const heading = /^<h([1-3]) [^>]*id="([^"]+)"[^>]*>([\s\S]*?)<\/h\1>/.exec(part);
    if (!heading) return [];
    const [whole, level, id, title] = heading as unknown as [string, string, string, string];
    return {
      id: `${url}#${id}`,
      url: level === '1' ? url : `${url}#${id}`,
      page,
      heading: plain(title),
      text: plain(part.slice(whole.length)).slice(0, mostLetters),
      excerpt: plain(
        part.slice(whole.length).replace(/<(figure|div class="formula"|svg)[\s\S]*?<\/\1>/g, ''),
      ).slice(0, 140),
    };
  });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

/** The text of a piece of HTML. */
const plain = (html: string): string =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(x?)([\da-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
    )
    .replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim();
