import { readdir } from 'node:fs/promises';

/** The files whose paths match a pattern, in which `*` stands for any letters but a slash, and `?` for one. */
export async function filesLike(pattern: string): Promise<string[]> {
  let found = [pattern.startsWith('/') ? '/' : ''];
  const parts = pattern.split('/').filter((part) => part !== '');
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    const next: string[] = [];
    for (const before of found) {
      if (!/[*?]/.test(part)) next.push(isLast ? before + part : `${before}${part}/`);
      else {
        const like = new RegExp(
          `^${part
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replace(/\*+/g, '.*')
            .replace(/\?/g, '.')}$`,
        );
        const entries = await readdir(before || '.', { withFileTypes: true }).catch(() => []);
        for (const entry of entries) {
          if (!like.test(entry.name) || entry.name.startsWith('.') || (!isLast && !entry.isDirectory()))
            continue;
          next.push(isLast ? before + entry.name : `${before}${entry.name}/`);
        }
      }
    }
    found = next.sort();
  }
  return found;
}
