/** What of a package.json a release looks at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What stands in the way of a release, a line each. */
export function obstacles(state: {
  readonly manifests: readonly Manifest[];
  readonly changelog: string;
  /** What `git status --porcelain` says. */
  readonly uncommitted: string;
}): string[] {
  const { manifests, changelog, uncommitted } = state;
  const { version } = manifests[0]!;
  const heading = new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - (.+)$`, 'm').exec(changelog)?.[1];
  const others = manifests.flatMap(({ name, version: own, dependencies = {} }) => [
    ...(own === version ? [] : [`${name} has version ${own}, ${manifests[0]!.name} has ${version}`]),
    ...Object.entries(dependencies)
      .filter(([needed, range]) => manifests.some((one) => one.name === needed) && range !== version)
      .map(([needed, range]) => `${name} needs ${needed} ${range}, and ${version} would be published`),
  ]);
  return [
    ...others,
    ...(heading === undefined ? [`CHANGELOG.md has no part for ${version}`] : []),
    ...(heading === 'Unreleased' ? [`CHANGELOG.md calls ${version} unreleased (expected its date)`] : []),
    ...(changesOf(changelog, version) === '' ? [`CHANGELOG.md says nothing of ${version}`] : []),
    ...(uncommitted.trim() === '' ? [] : ['there are changes that are not committed']),
    // npm takes it from the package.json and holds it against the place that the package was built in.
    ...manifests
      .filter(({ repository }) => repository === undefined)
      .map(({ name }) => `${name} names no repository, which provenance needs`),
  ];
}

/** The part of the changelog for a version, without its heading; undefined where it has none. */
export function changesOf(changelog: string, version: string): string | undefined {
  const parts = changelog.split(/^## /m);
  const part = parts.find((one) => one.startsWith(`[${version}]`));
  return part?.slice(part.indexOf('\n')).trim();
}
