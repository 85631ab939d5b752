import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entry, root } from './entry.js';
import { temporaryFolder } from './run.js';

const folder = temporaryFolder();
const have = spawnSync('script', ['--version']).status === 0;
const skipped = have ? '' : ' [skipped: no script command, which makes a terminal]';

const lines = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `${JSON.stringify({ step: from + i, loss: 2 + 3 * Math.exp(-(from + i) / 100) })}\n`,
  ).join('');

/** The command on a terminal of some size. */
function onTerminal(args: readonly string[], columns: number, rows: number) {
  const command = [process.execPath, ...entry, ...args].map((part) => `'${part}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols ${columns} rows ${rows}; ${command}`, '/dev/null'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, TERM: 'xterm' },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const until = async (what: string) => {
    const deadline = Date.now() + 50_000;
    while (!out.includes(what)) {
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}: ${out}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, until, out: () => out };
}

test.skipIf(!have)(
  `on a terminal a run is drawn, follows the log, and q gives the terminal back${skipped}`,
  async () => {
    const log = folder.file('seen.jsonl', lines(1, 300));
    const view = onTerminal(['watch', log, '--total-steps', '1000', '--learning-rate', '0.1'], 100, 30);
    await view.until('300 of 1,000');
    appendFileSync(log, lines(301, 400));
    await view.until('400 of 1,000');
    view.child.stdin.write('q');
    expect(await view.ended).toBe(0);
    const [before, after] = view.out().split('\u001b[?1049l');
    expect(before).toContain('\u001b[?1049h');
    // Nothing below the last row, nothing coloured.
    expect(before).toContain('\u001b[30;1H');
    expect(before).not.toContain('\u001b[31;1H');
    for (const color of [1, 2, 31, 32, 36]) expect(before).not.toContain(`\u001b[${color}m`);
    expect(after).toMatch(/^\s*end: 400 records/);
  },
);

test.skipIf(!have)(`--lines prints one line an event there too${skipped}`, async () => {
  const log = folder.file('lines.jsonl', lines(1, 300));
  const view = onTerminal(['watch', log, '--lines', '--once'], 80, 24);
  expect(await view.ended).toBe(0);
  expect(view.out()).not.toContain('\u001b[?1049h');
  expect(view.out()).toContain('run 1 from step 1');
});
