import { isAbsolute, join, normalize, sep } from 'node:path';
import { BadInput } from '../../badInput.js';

/**
 * Resolves a path from a list below `root`. Lists are untrusted and must not lead out of the folder.
 *
 * @param where the list's file and line
 */
export function resolveInside(root: string, path: string, where: string): string {
  const inside = normalize(path.replaceAll('\\', '/'));
  if (path === '' || path.includes('\0') || isAbsolute(inside) || /^[A-Za-z]:/.test(inside)) {
    throw outside(path, where);
  }
  if (inside === '..' || inside.startsWith(`..${sep}`)) throw outside(path, where);
  return join(root, inside);
}

const outside = (path: string, where: string) =>
  new BadInput(
    where,
    `names ${JSON.stringify(path)}, which is not below the images' folder`,
    'name files below it',
  );
