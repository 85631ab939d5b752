import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The page of what following a run reaches, each section of it written by a script. */
const page = fileURLToPath(new URL('../../docs/live-measured.md', import.meta.url));

/** Puts the text under a heading of that page, up to the next one. */
export function writeSection(heading: string, text: string): void {
  const before = readFileSync(page, 'utf8');
  const parts = before.split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`## ${heading}\n`));
  if (at < 0) throw new Error(`docs/live-measured.md has no section ${heading}`);
  parts[at] = `## ${heading}\n\n${text.trim()}\n${at < parts.length - 1 ? '\n' : ''}`;
  writeFileSync(page, parts.join(''));
}
