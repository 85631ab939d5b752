import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { changesOf, obstacles } from '../../scripts/packages/readiness.js';
import { collectFences } from '../fences/collect.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifests = ['core', 'sim', 'train'].map((name) => JSON.parse(read(`packages/${name}/package.json`)));
const changelog = read('CHANGELOG.md');

describe('installing, in the documentation', () => {
  const lines = collectFences(root)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ file, code }) => code.split('\n').map((line) => ({ file, line })))
    .filter(({ line }) => /npm (i|install) .*fastface/.test(line));

  test('is told', () => expect(lines.length).toBeGreaterThanOrEqual(4));

  test.runIf(changelog.includes('Unreleased'))('asks the registry for nothing that it does not have', () => {
    expect(lines.filter(({ line }) => / @fastface\//.test(line))).toEqual([]);
  });

  test.each(lines)('$file: $line names tarballs that are made', ({ line }) => {
    const made = manifests.map(({ name, version }) => `${name.slice(1).replace('/', '-')}-${version}.tgz`);
    for (const [, file] of line.matchAll(/release\/(\S+)/g)) {
      expect(file === 'fastface-*.tgz' || made.includes(file!), file).toBe(true);
    }
  });
});

describe('what stands in the way of a release', () => {
  const repository = { type: 'git', url: 'git+https://example.org/fastface.git' };
  const core = { name: '@fastface/core', version: '1.2.0', repository };
  const sim = { ...core, name: '@fastface/sim', dependencies: { '@fastface/core': '1.2.0', other: '3' } };
  const ready = {
    manifests: [core, sim],
    changelog: '# C\n\n## [1.2.0] - 2026-01-31\n\n- new\n',
    uncommitted: '',
  };

  test('nothing, where all is in order', () => {
    expect(obstacles(ready)).toEqual([]);
    expect(changesOf(`${ready.changelog}\n## [1.1.0] - 2025\n\n- old\n`, '1.2.0')).toBe('- new');
  });

  test.each([
    [{ changelog: '# C\n' }, 'CHANGELOG.md has no part for 1.2.0'],
    [
      { changelog: '## [1.2.0] - Unreleased\n\n- new\n' },
      'CHANGELOG.md calls 1.2.0 unreleased (expected its date)',
    ],
    [
      { changelog: '## [1.2.0] - 2026-01-31\n\n## [1.1.0] - 2025\n- x' },
      'CHANGELOG.md says nothing of 1.2.0',
    ],
    [{ uncommitted: ' M README.md\n' }, 'there are changes that are not committed'],
    [
      { manifests: [core, { ...sim, version: '1.1.0' }] },
      '@fastface/sim has version 1.1.0, @fastface/core has 1.2.0',
    ],
    [
      { manifests: [core, { ...sim, dependencies: { '@fastface/core': '1.1.0' } }] },
      '@fastface/sim needs @fastface/core 1.1.0, and 1.2.0 would be published',
    ],
    [
      { manifests: [{ name: core.name, version: '1.2.0' }] },
      '@fastface/core names no repository, which provenance needs',
    ],
  ])('%o', (change, line) => expect(obstacles({ ...ready, ...change })).toEqual([line]));
});
