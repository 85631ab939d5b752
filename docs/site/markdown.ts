import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';
import { figureHtml } from '../figures/figureHtml.js';
import { formulaHtml } from './formula.js';
import { part } from './parts.js';
import { slug } from './slug.js';
import { tableHtml } from './tables.js';

hljs.registerLanguage('ts', typescript);
hljs.registerLanguage('js', javascript);
hljs.registerLanguage('sh', bash);
hljs.registerLanguage('json', json);
hljs.registerLanguage('python', python);

/** Markdown as GitHub shows it: links between files become links between pages, headings get an id. */
export const markdown = new MarkdownIt({
  html: true,
  highlight: (code, info) => {
    const [language = ''] = info.split(' ');
    return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : '';
  },
});

const rules = markdown.renderer.rules;

rules.link_open = (tokens, i, options, _, self) => {
  const href = tokens[i]!.attrGet('href')!;
  if (!/^[a-z]+:/.test(href)) tokens[i]!.attrSet('href', href.replace(/\.md(?=#|$)/, '.html'));
  return self.renderToken(tokens, i, options);
};

/** The text of a heading, without its marks. */
export const headingText = (inline: Token): string => inline.children!.map(({ content }) => content).join('');

/** The text of a paragraph in one line, without its marks and without HTML. */
export const plainText = (inline: Token): string =>
  inline
    .children!.map(({ type, content }) =>
      type === 'softbreak' ? ' ' : type === 'html_inline' ? '' : content,
    )
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

markdown.core.ruler.push('heading ids', ({ tokens }) => {
  const taken = new Map<string, number>();
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') token.attrSet('id', slug(headingText(tokens[i + 1]!), taken));
  });
});

markdown.core.ruler.push('table headings', ({ tokens }) => {
  tokens.forEach((token, i) => {
    if (token.type === 'th_open' && tokens[i + 1]!.content === '')
      throw new Error(
        `a column without a name, in the table at line ${token.map?.[0] ?? tokens[i - 1]?.map?.[0]}`,
      );
  });
});

// What is wider than the page scrolls in a box of its own, which the keyboard reaches.
rules.table_open = () => '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n';
rules.table_close = () => '</table></div>\n';
const fence = rules.fence!;
rules.fence = (...args) => {
  const [tokens, i] = args;
  const html = fence(...args).replace('<pre>', '<pre tabindex="0">');
  // What a program prints keeps its lines, and is not copied.
  return /^text\b/.test(tokens[i]!.info) ? html : `<div class="code">${html.trimEnd()}</div>\n`;
};
rules.code_block = (tokens, i) =>
  formulaHtml(tokens[i]!.content) ??
  `<pre tabindex="0"><code>${markdown.utils.escapeHtml(tokens[i]!.content)}</code></pre>\n`;

/** What a comment in a page stands for; GitHub shows none of them. */
const inserts = { part, figure: figureHtml, table: tableHtml };

rules.html_block = (tokens, i) =>
  tokens[i]!.content.replace(
    /^<!-- (part|figure|table): (.+?) -->$/gm,
    (_, kind: keyof typeof inserts, name: string) => inserts[kind](name),
  ).replace(/ href="([^":]+)\.md(#[^"]*)?"/g, ' href="$1.html$2"');
