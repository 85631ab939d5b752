import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { input } from './folders.js';
import { headingText, markdown, plainText } from './markdown.js';
import { pagesOf, sections } from './navigation.js';
import { sourceOf } from './project.js';

/** What the layout needs to know of a page. */
export interface Page {
  /** Path below `docs`, without the ending. */
  readonly name: string;
  readonly title: string;
  /** From the page's folder to the site's root: '' or '../'. */
  readonly root: string;
  /** The headings for the list beside the text: of the second level, or, in the reference, the symbols. */
  readonly headings: readonly { readonly id: string; readonly text: string }[];
  /** What a search engine shows below the title: the first paragraph, or its begin. */
  readonly description: string;
  /** The file to edit, below the workspace; null for a page that the build makes. */
  readonly source: string | null;
}

const order = sections.flatMap(pagesOf);

export function pageOf(stem: string, source: string): Page {
  const name = stem.replace(/^\//, '');
  if (!order.includes(name)) throw new Error(`docs/${name}.md is not in the menu: docs/site/navigation.ts`);
  const tokens = parsed(name, source);
  const found = tokens.flatMap((token, i) =>
    token.type === 'heading_open'
      ? [{ tag: token.tag, text: headingText(tokens[i + 1]!), id: token.attrGet('id')! }]
      : [],
  );
  const title = found.find(({ tag }) => tag === 'h1')?.text;
  if (!title) throw new Error(`docs/${name}.md has no title: a first line that begins with #`);
  return {
    name,
    title,
    root: '../'.repeat(name.split('/').length - 1),
    headings: found.filter(({ tag }) => tag === (name.startsWith('reference/') ? 'h3' : 'h2')),
    description: descriptionOf(tokens) || title,
    source: sourceOf(name, new Set(made.keys())),
  };
}

/** The first paragraph as plain text, cut between words at 160 characters. */
function descriptionOf(tokens: ReturnType<typeof parsed>): string {
  const at = tokens.findIndex(({ type, level }) => type === 'paragraph_open' && level === 0);
  const text = at < 0 ? '' : plainText(tokens[at + 1]!);
  return text.length <= 160 ? text : `${text.slice(0, 160).replace(/\s+\S*$/, '')}…`;
}

function parsed(name: string, source: string) {
  try {
    return markdown.parse(source, {});
  } catch (error) {
    throw new Error(`docs/${name}.md: ${error instanceof Error ? error.message : error}`);
  }
}

let made: ReadonlyMap<string, string> = new Map();

/** Pages that no file holds, by name. */
export function addPages(pages: ReadonlyMap<string, string>): void {
  made = pages;
}

const titles = new Map<string, string>();

/** A page's title by its name, read once. */
function titleOf(name: string): string {
  const known =
    titles.get(name) ?? pageOf(name, made.get(name) ?? readFileSync(join(input, `${name}.md`), 'utf8')).title;
  titles.set(name, known);
  return known;
}

const linkTo = (name: string) => ({ name, title: titleOf(name), href: `${name}.html` });

/** The menu, with the page that is being looked at marked and its section open. */
export const menu = (current: string) => {
  const links = (pages: readonly string[]) =>
    pages.map((name) => ({ ...linkTo(name), current: name === current }));
  return sections.map((section) => ({
    title: section.title,
    open: pagesOf(section).includes(current),
    pages: links(section.pages),
    groups: (section.groups ?? []).map(({ title, pages }) => ({ title, pages: links(pages) })),
  }));
};

export function neighbours(name: string) {
  const at = order.indexOf(name);
  const [before, after] = [order[at - 1], order[at + 1]];
  return { before: before && linkTo(before), after: after && linkTo(after) };
}
