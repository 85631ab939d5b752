/** What of an entry of package-lock.json is looked at. */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Lock = Readonly<Record<string, LockedPackage>>;

/** Licences that ask for more than to keep their text: what they ask, in a line. */
const asking: Readonly<Record<string, string>> = {
  'LGPL-3.0-or-later':
    'libvips, in files of its own that sharp loads and that may be replaced; its source: https://github.com/libvips/libvips',
  'MPL-2.0': 'unchanged, in files of its own; its source: https://github.com/yisibl/resvg-js',
};

/**
 * The text of NOTICE for the package in `folder`: all that npm installs with it, by licence, and the licences of what is
 * built into its files.
 *
 * @throws Error where the lockfile lacks a package or its licence
 */
export function noticeOf(
  lock: Lock,
  folder: string,
  bundled: readonly { readonly name: string; readonly text: string }[],
): string {
  const found = new Map<string, LockedPackage>();
  collect(lock, folder, found);
  const byLicence = new Map<string, string[]>();
  for (const [place, { version, license }] of found) {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (license === undefined) throw new Error(`${place}: package-lock.json tells no licence`);
    byLicence.set(license, [...(byLicence.get(license) ?? []), `${name} ${version}`]);
  }
  const parts = [...byLicence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, names]) => {
      const notes = Object.entries(asking).flatMap(([key, note]) => (licence.includes(key) ? [note] : []));
      const unique = [...new Set(names)].sort();
      return [
        `${licence}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`,
        ...unique.map((name) => `  ${name}`),
      ].join('\n');
    });
  return `${[
    `${lock[folder]!.name}: the licence of its own code is in LICENSE.`,
    parts.length === 0
      ? 'Nothing is installed with it.'
      : 'npm installs these with it, each with its licence in its own folder; what is for one platform only, on that platform:',
    ...parts,
    ...bundled.map(({ name, text }) => `Built into its files: ${name}\n\n${text.trim()}`),
  ].join('\n\n')}\n`;
}

/** Adds what the package at `place` needs, and what that needs, as Node would resolve it. */
function collect(lock: Lock, place: string, found: Map<string, LockedPackage>): void {
  const { dependencies = {}, optionalDependencies = {} } = lock[place]!;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const at = resolved(lock, place, name);
    if (at === undefined) throw new Error(`${place} needs ${name}, which package-lock.json lacks`);
    const entry = lock[at]!;
    // A package of this workspace: what it needs comes along, and it has a NOTICE of its own.
    const target = entry.link ? entry.resolved! : at;
    if (found.has(target) || target === place) continue;
    if (!entry.link) found.set(target, entry);
    collect(lock, target, found);
  }
}

function resolved(lock: Lock, place: string, name: string): string | undefined {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
    const at = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[at]) return at;
    if (folder === '') return undefined;
  }
}
