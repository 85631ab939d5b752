import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fastface, insightfaceLog, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const log = folder.file(
  'training.log',
  insightfaceLog([9, 8.5, 'nan', 7], { rate: (i) => (i < 2 ? 0.02 : 0.01) }),
);

describe('fastface export', () => {
  test.each(['run.csv', 'run.jsonl', 'run.parquet', 'events.out.tfevents.1.here'])(
    '%s reads back as it was',
    (name) => {
      const { status, out } = fastface(['export', log, '-o', folder.path(name)]);
      expect(status).toBe(0);
      expect(out).toContain('4 records');
      const [before, after] = JSON.parse(fastface(['inspect', log, folder.path(name), '--json']).out);
      expect(after.segments).toEqual(before.segments);
    },
  );

  test('a failure leaves the earlier file as it was and nothing beside it', () => {
    const kept = folder.file('kept.csv', 'mine');
    const { status, err } = fastface(['export', 'LICENSE', '-o', kept]);
    expect(status).toBe(1);
    expect(err).toMatch(/^fastface: LICENSE: .+\n$/);
    expect(readFileSync(kept, 'utf8')).toBe('mine');
    expect(existsSync(`${kept}.unfinished`)).toBe(false);
  });

  test.each([
    [['-o', 'run.xls'], 2, /run\.xls: no format ends so; use one of csv \(\.csv\)/],
    [['-o', 'run.csv', '--to', 'xls'], 2, /unknown format in --to: xls/],
    [[], 2, /required option '-o, --output <file>' not specified/],
    [
      ['-o', 'nowhere/run.csv'],
      1,
      /nowhere\/run\.csv: the run could not be written \(ENOENT\); name another place/,
    ],
  ])('%o', (args, code, message) => {
    const { status, err } = fastface(['export', log, ...args]);
    expect(err).toMatch(message);
    expect(status).toBe(code);
  });
});
