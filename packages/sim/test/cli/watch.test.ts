import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { NumberedEvent } from '../../src/watch/event.js';
import { entry, root } from './entry.js';
import { fastface, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const line = (step: number) =>
  `${JSON.stringify({ step, loss: 2 + 3 * Math.exp(-step / 100) + 0.2 * Math.sin(step * step) })}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i)).join('');
const options = ['--total-steps', '1000', '--learning-rate', '0.1'];

/** The command as it runs, and all that it has printed. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [...entry, ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, out: () => out, err: () => err };
}

async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + 50_000;
  while (!what()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const numbered = (out: string): NumberedEvent[] =>
  out
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text))
    .filter((event) => 'n' in event);

describe('fastface watch', () => {
  test('follows a log over a torn line, a rotation and a truncation, and keeps the rate in a file', async () => {
    const log = folder.file('grows.jsonl', lines(1, 200));
    const rate = folder.path('rate.json');
    const stepOf = () => (existsSync(rate) ? JSON.parse(readFileSync(rate, 'utf8')).step : 0);
    const watch = start(['watch', log, '--json', '--write-rate', rate, ...options]);
    await until(() => stepOf() === 200);
    const torn = line(201);
    appendFileSync(log, torn.slice(0, 25));
    appendFileSync(log, `${torn.slice(25)}${lines(202, 300)}`);
    await until(() => stepOf() === 300);
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, lines(301, 310));
    writeFileSync(log, lines(311, 900));
    await until(() => stepOf() === 900);
    writeFileSync(log, lines(1, 20));
    await until(() => stepOf() === 20);
    watch.child.kill('SIGINT');
    expect(await watch.ended).toBe(0);
    const events = numbered(watch.out());
    const whole = folder.file('whole.jsonl', lines(1, 900) + lines(1, 20));
    const { out } = fastface(['watch', whole, '--json', '--once', ...options]);
    expect(events).toEqual(numbered(out));
    expect(events.filter(({ event }) => event === 'decision').length).toBeGreaterThan(0);
    const notes = watch.out().match(/"note":"\w+"/g);
    expect(notes).toEqual(['"note":"replaced"', '"note":"truncated"']);
  });

  test('that is killed again and again with --state tells what an uninterrupted one tells', async () => {
    const log = folder.file('killed.jsonl', '');
    const state = folder.path('state.json');
    const told = new Map<number, NumberedEvent>();
    for (let kill = 1; kill <= 6; kill++) {
      const watch = start(['watch', log, '--json', '--state', state, ...options]);
      const known = told.size;
      appendFileSync(log, lines(150 * (kill - 1) + 1, 150 * kill));
      if (kill === 6) {
        await until(() => existsSync(state) && JSON.parse(readFileSync(state, 'utf8')).recordsOfFile === 900);
        watch.child.kill('SIGTERM');
      } else {
        await until(
          () => existsSync(state) && JSON.parse(readFileSync(state, 'utf8')).recordsOfFile > 150 * (kill - 1),
        );
        watch.child.kill('SIGKILL');
      }
      await watch.ended;
      for (const event of numbered(watch.out())) {
        expect(told.get(event.n) ?? event).toEqual(event);
        told.set(event.n, event);
      }
      expect(told.size).toBeGreaterThanOrEqual(known);
    }
    const { out } = fastface(['watch', log, '--json', '--once', ...options]);
    expect([...told.values()]).toEqual(numbered(out));
    expect(told.size).toBeGreaterThan(1);
    const other = fastface(['watch', log, '--once', '--state', state, '--total-steps', '5']);
    expect(other).toMatchObject({ status: 2, err: expect.stringContaining('the state is of another watch') });
  });

  test('forecasts the loss at the end of a run that it follows, also after it was stopped and started again', async () => {
    const rateAt = (step: number) => (step < 200 ? 0.1 : 0.03);
    const withRate = (from: number, to: number) =>
      lines(from, to)
        .trim()
        .split('\n')
        .map((text) => {
          const { step, loss } = JSON.parse(text);
          return `${JSON.stringify({ step, loss, lr: rateAt(step) })}\n`;
        })
        .join('');
    const log = folder.file('forecast.jsonl', withRate(1, 500));
    const state = folder.path('forecast-state.json');
    for (const told of [500, 600]) {
      const watch = start(['watch', log, '--json', '--state', state, '--total-steps', '1000']);
      await until(() => watch.out().includes('"event":"forecast"'));
      watch.child.kill('SIGTERM');
      expect(await watch.ended).toBe(0);
      const text = watch
        .out()
        .split('\n')
        .find((line) => line.includes('"forecast"'))!;
      const { step, at, stays, toZero } = JSON.parse(text);
      expect([step, at]).toEqual([told, 1000]);
      for (const { low, loss, high } of [stays, toZero]) {
        expect(low).toBeLessThan(loss);
        expect(high).toBeGreaterThan(loss);
        expect(Math.abs(loss - 2)).toBeLessThan(0.5);
      }
      appendFileSync(log, withRate(501, 600));
    }
  });

  test('reads standard input, one line an event', () => {
    const { status, out } = fastface(['watch', '-', ...options], lines(1, 900));
    expect(status).toBe(0);
    const [head, run, ...rest] = out.trim().split('\n');
    expect(head).toBe('standard input  json-lines, loss "loss"');
    expect(run).toBe('run 1 from step 1, fastface-auto at 0.1, of 1,000 iterations');
    expect(rest.find((text) => text.includes('reduce'))).toMatch(
      /^\d+ {2}reduce 0\.1 → 0\.099\d* {2}the loss has stopped falling/,
    );
    expect(rest.find((text) => text.includes('falling'))).toMatch(
      /^\d+ {2}falling since \d+, 99\.9 % sure {2}falls/,
    );
    expect(rest.at(-1)).toMatch(/^end: 900 records, \d+ decisions, falling 1×.*, loss .* at 900, lowest /);
  });

  test('ends when what is waited for comes, with a command run for each alert', () => {
    const told = folder.path('alerts.jsonl');
    const exec = ['--exec', `cat >> ${told}`, '--alert-every', '0.001'];
    const reached = fastface(['watch', '-', '--until', 'reduce', ...exec, ...options], lines(1, 900));
    expect(reached.status).toBe(0);
    const events = readFileSync(told, 'utf8')
      .trim()
      .split('\n')
      .flatMap((text) => JSON.parse(text).events);
    expect(events.filter(({ event }: { event: string }) => event === 'decision').length).toBeGreaterThan(0);
    const waited = fastface(['watch', '-', '--until', 'blown-up', ...options], lines(1, 900));
    expect(waited.status).toBe(3);
  });

  test('posts its alerts to a webhook', async () => {
    const posted: { text: string; events: NumberedEvent[] }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      posted.push(JSON.parse(body));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      writeFileSync(folder.path('hooked.log'), lines(1, 900));
      const hook = ['--webhook', `http://127.0.0.1:${port}/hook`, '--alert-every', '0.001'];
      const { ended } = start(['watch', folder.path('hooked.log'), '--once', ...hook, ...options]);
      await ended;
    } finally {
      server.close();
    }
    const events = posted.flatMap((alert) => alert.events);
    expect(events.some(({ event }) => event === 'decision')).toBe(true);
    expect(posted.map(({ text }) => text).join('\n')).toContain('the loss has stopped falling');
  });

  test.each([
    [['nowhere.log'], 1, 'nowhere.log: no such file; check the path'],
    [['package.json', '--once'], 1, 'no training loss'],
    [['-', '--scheduler', 'none'], 2, 'unknown scheduler: none'],
    [['-', '--set', 'nothing=1'], 2, 'unknown option in --set: nothing'],
    [['-', '--total-steps', '0'], 2, 'invalid --total-steps: 0 (expected an integer ≥ 1)'],
    [['-', '--from', 'then'], 2, 'invalid --from: then (expected start or now)'],
    [['-', '--until', 'bored'], 2, 'invalid --until: bored (expected falling, flat,'],
    [['-', '--webhook', 'file:///etc'], 2, 'invalid --webhook: file:///etc'],
    [['--serve', '0.0.0.0:8080', '--learning-rate', '1'], 2, 'it needs a token of 16 characters or more'],
    [[], 2, 'no log: name one'],
  ])('%j: one line and the exit status %i', (args, status, message) => {
    const failed = fastface(['watch', ...args]);
    expect(failed.status).toBe(status);
    expect(failed.err).toContain(message);
    expect(failed.err.trimEnd()).not.toContain('\n');
  });
});

describe('fastface step', () => {
  const step = [
    'step',
    '--learning-rate',
    '0.1',
    '--scheduler',
    'fastface',
    '--set',
    'patience=2',
    '--set',
    'alpha=1',
    '--set',
    'beta=1',
  ];
  const answers = (input: string) =>
    fastface(step, input)
      .out.trim()
      .split('\n')
      .map((text) => JSON.parse(text));

  test('answers each loss with the rate of the next update', () => {
    const told = answers('3\n{"loss": 2}\n2\nNaN\nnull\n2\n2\nloss\n');
    expect(told.map(({ decision }) => decision)).toEqual([
      'hold',
      'hold',
      'hold',
      'hold',
      'skip',
      'skip',
      'hold',
      'reduce',
      undefined,
    ]);
    expect(told[7]).toMatchObject({ iteration: 7, learningRate: 0.05, scale: 0.5 });
    expect(told[8].error).toContain('line 8: expected a loss');
  });

  test('goes on from a state that it gave', () => {
    const losses = ['3', '2', '2', '2', '2', '2', '2', '2'];
    const whole = answers(losses.join('\n'));
    const { state } = answers(`${losses.slice(0, 4).join('\n')}\n{"state": true}`).at(-1);
    const rest = answers(`${JSON.stringify({ restore: state })}\n${losses.slice(4).join('\n')}`);
    expect(rest.slice(1)).toEqual(whole.slice(4));
    expect(answers('{"restore": {"scheduler": "cosine"}}')[1].error).toContain('state.scheduler');
  });
});
