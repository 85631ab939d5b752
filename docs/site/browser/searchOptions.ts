import type { Options } from 'minisearch';

/** A section of a page, as the search knows it. */
export interface SearchEntry {
  readonly id: string;
  /** From the site's root. */
  readonly url: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
  /** Its first words, to be shown. */
  readonly excerpt: string;
}

/** What the build and the browser have to agree on. `fastfaceAuto` is found as it is, and by its parts. */
export const searchOptions: Options<SearchEntry> = {
  fields: ['heading', 'page', 'text'],
  storeFields: ['url', 'page', 'heading', 'excerpt'],
  tokenize: (text) =>
    text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
      const parts = word.split(/(?<=[a-z])(?=[A-Z])/);
      return parts.length > 1 ? [word, ...parts] : word === '' ? [] : [word];
    }),
  searchOptions: {
    boost: { heading: 4, page: 2 },
    // Pages that explain come before those that list.
    boostDocument: (id) => (/^(reference|commands)\//.test(String(id)) ? 0.5 : 1),
    prefix: true,
    fuzzy: 0.2,
    combineWith: 'AND',
  },
};
