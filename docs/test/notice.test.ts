import { expect, test } from 'vitest';
import { noticeOf } from '../../scripts/packages/notice.js';

const lock = {
  'packages/mine': { name: 'mine', dependencies: { a: '1', yours: '1' } },
  'packages/yours': { name: 'yours', dependencies: { c: '2' } },
  'node_modules/yours': { link: true, resolved: 'packages/yours' },
  'node_modules/a': { version: '1.0.0', license: 'MIT', optionalDependencies: { b: '1' } },
  'node_modules/b': { version: '1.1.0', license: 'MPL-2.0' },
  'node_modules/a/node_modules/b': { version: '1.2.0', license: 'LGPL-3.0-or-later' },
  'packages/yours/node_modules/c': { version: '2.0.0', license: 'MIT' },
  'node_modules/dev': { version: '9.0.0', license: 'WTFPL' },
};

test('NOTICE has what npm installs, as Node resolves it, by licence', () => {
  const notice = noticeOf(lock, 'packages/mine', [{ name: 'uplot', text: 'Copyright (c) 2022\n' }]);
  expect(notice).toMatch(/LGPL-3.0-or-later \(libvips.*\)\n {2}b 1.2.0\n\nMIT\n {2}a 1.0.0\n {2}c 2.0.0\n/);
  expect(notice).not.toMatch(/1\.1\.0|dev|yours 1/);
  expect(notice).toMatch(/Built into its files: uplot\n\nCopyright \(c\) 2022\n$/);
});

test('a package without a licence is no silence', () => {
  const without = { ...lock, 'node_modules/a': { version: '1.0.0' } };
  expect(() => noticeOf(without, 'packages/mine', [])).toThrow(
    'node_modules/a: package-lock.json tells no licence',
  );
  expect(() => noticeOf({ m: { dependencies: { x: '1' } } }, 'm', [])).toThrow(
    'm needs x, which package-lock.json lacks',
  );
});
