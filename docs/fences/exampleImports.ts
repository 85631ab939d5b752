import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedNames } from './exportedNames.js';

interface Source {
  readonly specifier: string;
  readonly path: string;
}

/**
 * The imports that an `@example` in `file` leaves out, on one line: whatever it uses of its package's entry points,
 * and of its own module where that has more.
 */
export function exampleImports(root: string, file: string, code: string): string {
  if (/^\s*import\b/m.test(code)) return '';
  const used = new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? []);
  const taken = new Set(
    [...code.matchAll(/\b(?:const|let|function|class)\s+([\w$]+)/g)].map((match) => match[1]!),
  );
  const imports: string[] = [];
  for (const { specifier, path } of sourcesFor(root, file)) {
    const names: string[] = [];
    for (const [name, { isType }] of exportedNames(path)) {
      if (!used.has(name) || taken.has(name)) continue;
      taken.add(name);
      names.push(isType ? `type ${name}` : name);
    }
    if (names.length > 0) imports.push(`import { ${names.join(', ')} } from '${specifier}';`);
  }
  return imports.join(' ');
}

/** The package's entry points by name, the main one first, then the file itself. */
function sourcesFor(root: string, file: string): Source[] {
  const folder = join(root, ...file.split('/').slice(0, 2));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    exports?: Record<string, string | Record<string, string>>;
  };
  const entries = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = typeof target === 'string' ? undefined : target['@fastface/source'];
    if (source === undefined || !existsSync(join(folder, source))) return [];
    return [{ specifier: manifest.name + subpath.slice(1), path: join(folder, source) }];
  });
  const own = join(root, file);
  return [...entries, { specifier: own, path: own }];
}
