import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { escapeHtml } from './escapeHtml.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Parts of a page; all except the title are escaped HTML. */
export interface DocumentParts {
  readonly title: string;
  readonly style: string;
  readonly body: string;
  /** The command that made the page, as text. */
  readonly command: string;
  /** Data for the script by id, JSON that is safe within HTML. */
  readonly data?: Readonly<Record<string, string>>;
  readonly script?: string;
}

/** A page without network requests. Its policy allows one script and one style, by their hashes. */
export function htmlDocument({ title, style, body, command, data = {}, script }: DocumentParts): string {
  const scripts = script === undefined ? '' : ` script-src '${hash(script)}';`;
  const policy = `default-src 'none';${scripts} style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`;
  const blocks = Object.entries(data).map(
    ([id, json]) => `<script type="application/json" id="${id}">${json}</script>\n`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
<footer><h2>How this was made</h2><p>fastface ${version}: <code>${escapeHtml(command)}</code></p></footer>
</main>
${blocks.join('')}${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
