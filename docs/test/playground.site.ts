import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { normal } from '@fastface/core/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sliders } from '../playground/sliders.js';
import { output } from '../site/folders.js';
import { chromiumPath } from './chromium.js';
import { fastface } from './fastface.js';
import { serve } from './serve.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-site-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const noise = normal(7);
const lossAt = (step: number) => 1 + Math.max(0, 3 - step / 500) + 0.2 * noise();
const log = `step,lr,loss\n${Array.from({ length: 3000 }, (_, step) => `${step},${step < 2000 ? 0.1 : 0.05},${lossAt(step)}`).join('\n')}\n`;

describe.skipIf(!chromiumPath)('the playground in Chromium', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;
  /** What a page should never say: errors in the console, uncaught ones, requests that leave the site. */
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
    site = await serve(output);
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    expect(complaints).toEqual([]);
  });

  async function open(hash = '', { url = `${site.url}playground.html`, ...options } = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const own = [site.url, 'data:', 'blob:', 'file:'].some((start) => request.url().startsWith(start));
      if (!own) complaints.push(request.url());
    });
    await page.goto(url + hash);
    await rest(page);
    return page;
  }

  /** Waits until nothing is under way: also for what the page does a moment after the last input. */
  async function rest(page: Page): Promise<void> {
    await page.waitForTimeout(50);
    await page.waitForSelector('#play[aria-busy=false]');
    await page.waitForTimeout(600);
    await page.waitForSelector('#play[aria-busy=false]');
  }

  async function download(page: Page, kind: string): Promise<{ name: string; content: Buffer }> {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-export=${kind}]`)]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
  }

  /** The decisions as the page saves them, in full precision: scheduler, step, decision, from, to. */
  async function decisions(page: Page): Promise<string[]> {
    const { content } = await download(page, 'decisions');
    return content
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 5).join(','));
  }

  /** The same from the command line, by the command that the page shows; of each scheduler the thousand that the page lists. */
  async function decisionsOfCommand(page: Page): Promise<string[]> {
    const command = await page.textContent('#command');
    const { status, out, err } = fastface(`${command} --json`, folder);
    expect(status, err).toBe(0);
    const { replays } = JSON.parse(out) as {
      replays: {
        scheduler: string;
        changes: { step: number; decision: string; from: number; to: number }[];
      }[];
    };
    return replays.flatMap(({ scheduler, changes }) =>
      changes
        .slice(0, 1000)
        .map(({ step, decision, from, to }) => [scheduler, step, decision, from, to].join(',')),
    );
  }

  test('shows the embedded run, and decides as the command does', async () => {
    const page = await open();
    expect(await page.locator('.plot canvas').count()).toBe(5);
    const { name, content } = await download(page, 'records');
    expect(name).toBe('face-training.csv');
    write('face-training.jsonl.gz', readFileSync('packages/sim/traces/face-training.jsonl.gz'));
    expect(content.toString().split('\n').length).toBe(20_002);
    const shown = await decisions(page);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown).toEqual(await decisionsOfCommand(page));
    await page.close();
  });

  test.each(sliders.map(({ name }) => name))('dragging %s decides as the command does', async (name) => {
    write('made.csv', log);
    const page = await open();
    await page.setInputFiles('#file', join(folder, 'made.csv'));
    await rest(page);
    const before = await decisions(page);
    await page.locator(`#slider-${name}`).scrollIntoViewIfNeeded();
    const box = (await page.locator(`#slider-${name}`).boundingBox())!;
    const y = box.y + box.height / 2;
    const value = await page.inputValue(`#slider-${name}`);
    await page.mouse.move(box.x + (box.width * Number(value)) / 1000, y);
    await page.mouse.down();
    const far = Number(value) > 500 ? 0.35 : 0.75;
    for (const share of [0.5, 0.6, far]) await page.mouse.move(box.x + box.width * share, y, { steps: 4 });
    await page.mouse.up();
    await rest(page);
    const after = await decisions(page);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await decisionsOfCommand(page));
    expect(await page.inputValue(`#exact-${name}`)).not.toBe('');
    expect(page.url()).toContain(`${name}=${await page.inputValue(`#exact-${name}`)}`);
    await page.close();
  });

  test('a slider moves with the keyboard, and says its value', async () => {
    const page = await open();
    await page.focus('#slider-alpha');
    const before = await page.getAttribute('#slider-alpha', 'aria-valuetext');
    for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
    await rest(page);
    const after = await page.getAttribute('#slider-alpha', 'aria-valuetext');
    expect(Number(after)).toBeGreaterThan(Number(before) * 1.3);
    expect(await page.textContent('#spoken')).toMatch(/fastface: \d+ changes, the first at step [\d,]+/);
    await page.close();
  });

  test('all other schedulers, with options of their own, decide as the command does', async () => {
    write('made.csv', log);
    const chosen = [
      ...[
        'fastface-recurrence',
        'fastface-published',
        'pytorch-reduce-on-plateau',
        'dlib-slope',
        'greedy-lr',
      ],
      ...['keras-reduce-on-plateau', 'optax-reduce-on-plateau', 'cosine', 'multi-step'],
    ];
    const set = [
      'pytorch-reduce-on-plateau:patience=100',
      'multi-step:milestones=[100,900]',
      'dlib-slope:patience=300',
    ];
    const page = await open(`#scheduler=${chosen.join(',')}&${set.map((s) => `set=${s}`).join('&')}`);
    await page.setInputFiles('#file', join(folder, 'made.csv'));
    await rest(page);
    // A run of one's own starts anew: the options that were set for another go.
    await page.click('#options summary');
    await page.fill(
      'fieldset:has(legend:text-is("pytorch-reduce-on-plateau")) input[title*="without a new best"]',
      '150',
    );
    await page.keyboard.press('Tab');
    await rest(page);
    expect(page.url()).toContain('set=pytorch-reduce-on-plateau:patience=150');
    const shown = await decisions(page);
    const made = await decisionsOfCommand(page);
    const isCosine = (line: string) => line.startsWith('cosine,');
    expect(shown.filter((line) => !isCosine(line))).toEqual(made.filter((line) => !isCosine(line)));
    // Of a schedule that changes the rate at every iteration, the page lists the first thousand changes. The last digit
    // of a cosine differs from one version of V8 to the next.
    const rates = (lines: readonly string[]) =>
      lines.filter(isCosine).map((line) => Number(line.split(',')[4]));
    const wanted = rates(made).slice(0, 1000);
    expect(rates(shown).length).toBe(1000);
    expect(rates(shown).every((rate, i) => Math.abs(rate - wanted[i]!) < 1e-15)).toBe(true);
    expect(await page.textContent('#notes')).toContain('the first 1000 of');
    await page.close();
  });

  test('the program that it shows comes to the same decisions', async () => {
    write('made.csv', log);
    const page = await open('#scheduler=fastface,moving-haar&alpha=0.01');
    await page.setInputFiles('#file', join(folder, 'made.csv'));
    await rest(page);
    const program = (await page.textContent('#program'))!.replace(
      "'@fastface/sim'",
      JSON.stringify(pathToFileURL(join(process.cwd(), 'packages/sim/src/index.ts')).href),
    );
    write('program.mts', program);
    const { execFileSync } = await import('node:child_process');
    const printed = execFileSync(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--conditions=@fastface/source', 'program.mts'],
      { cwd: folder, encoding: 'utf8' },
    );
    const made = printed
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(0, 5).join(','));
    expect(made).toEqual(await decisions(page));
    await page.close();
  });

  test('reads logs that are dropped: gzip, Parquet, several runs', async () => {
    const page = await open();
    const drop = async (name: string, content: Uint8Array) => {
      const transfer = await page.evaluateHandle(
        ([name, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(bytes)], name));
          return data;
        },
        [name, [...content]] as const,
      );
      await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
      await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
      await rest(page);
    };
    write('made.csv', log);
    await drop('made.csv.gz', gzipSync(log));
    expect(await page.textContent('#facts')).toMatch(/made\.csv\.gz.*csv.*3,000 at steps 0 to 2,999/s);
    fastface(['export', 'made.csv', '-o', 'made.parquet'], folder);
    await drop('made.parquet', readFileSync(join(folder, 'made.parquet')));
    expect(await page.textContent('#facts')).toMatch(/parquet.*3,000 at steps 0 to 2,999/s);
    expect(await decisions(page)).toEqual(await decisionsOfCommand(page));
    const two = `step,loss\n${[...Array(50).keys(), ...Array(80).keys()].map((step) => `${step},${1 + 1 / (1 + step)}`).join('\n')}\n`;
    await drop('two.csv', Buffer.from(two));
    expect(await page.textContent('#facts')).toContain('2 of 2');
    await page.click('#reading summary');
    await page.getByLabel('segment').fill('1');
    await page.keyboard.press('Tab');
    await rest(page);
    expect(await page.textContent('#facts')).toContain('1 of 2');
    expect(page.url()).toContain('segment=1');
    await page.close();
  });

  test.each([
    ['empty.log', ''],
    ['words.log', 'nothing to see here\n'.repeat(100)],
    ['archive.zip', 'PK\u0003\u0004 and so on'],
    ['nan.csv', `step,loss\n${Array.from({ length: 20 }, (_, i) => `${i},nan`).join('\n')}\n`],
    ['<img src=x onerror=alert(1)>.csv', 'step;value\n1;2\n'],
  ])('says of %s what the command says', async (name, content) => {
    const file = write(name, content);
    const page = await open();
    const before = await page.innerHTML('#summary');
    await page.setInputFiles('#file', file);
    await rest(page);
    const { status, err } = fastface(['replay', name], folder);
    expect(status).toBe(1);
    expect(`fastface: ${await page.textContent('#problem')}`).toBe(err.trim());
    // Nothing is lost: what was shown stays.
    expect(await page.innerHTML('#summary')).toBe(before);
    await page.close();
  });

  test('a value out of range is said where it is, and the rest stays', async () => {
    const page = await open();
    await page.fill('#exact-alpha', '7');
    await rest(page);
    expect(await page.textContent('#notes')).toContain('fastface: invalid alpha: 7 (expected 0 < alpha ≤ 1)');
    expect(await page.textContent('#summary')).toContain('fastface-auto');
    await page.fill('#exact-alpha', '0.02');
    await rest(page);
    expect(await page.textContent('#notes')).not.toContain('invalid');
    await page.close();
  });

  test('a link shows the same view again', async () => {
    const page = await open(
      '#trace=fall-and-plateau-20k&scheduler=fastface,dlib-slope&alpha=0.003&factor=0.3',
    );
    await page.locator('.plot').first().focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('+');
    await rest(page);
    const again = await open(new URL(page.url()).hash);
    expect(again.url()).toBe(page.url());
    expect(await again.innerHTML('#summary')).toBe(await page.innerHTML('#summary'));
    expect(await again.textContent('.controls output')).toBe(await page.textContent('.controls output'));
    expect(await again.textContent('.controls output')).toBe('steps 7,500 to 12,499');
    expect(await download(again, 'curves')).toEqual(await download(page, 'curves'));
    // Another address in the same page, as when going back.
    await again.evaluate(() => {
      location.hash = '#trace=synthetic-quadratic&scheduler=fastface';
    });
    await rest(again);
    expect(await again.textContent('#facts')).toContain('synthetic-quadratic');
    await page.close();
    await again.close();
  });

  test('a link to a log of one’s own asks for the log', async () => {
    const page = await open('#file=mine.log&alpha=0.5');
    expect(await page.textContent('#problem')).toContain('mine.log');
    await page.close();
  });

  test('an address that makes no sense breaks nothing', async () => {
    const hash =
      '#trace=<script>&scheduler=nope,__proto__&alpha=NaN&set=fastface:__proto__=1&set=x&from=9&to=1&factor=9';
    const page = await open(hash);
    expect(await page.textContent('#facts')).toContain('face-training');
    expect(await page.textContent('#notes')).toContain('invalid factor: 9');
    await page.close();
  });

  test('saves pictures and numbers', async () => {
    const page = await open();
    const png = await download(page, 'png');
    expect(png.name).toBe('face-training.png');
    expect(png.content.subarray(1, 4).toString()).toBe('PNG');
    expect(png.content.readUInt32BE(16)).toBe(1840);
    const svg = (await download(page, 'svg')).content.toString();
    expect(svg).toMatch(/^<svg .*fastface-auto.*<\/svg>\n$/s);
    const curves = (await download(page, 'curves')).content.toString();
    expect(curves.split('\n')[0]).toContain('fastface learningRate,fastface trend,fastface threshold');
    expect(curves.split('\n').length).toBeGreaterThan(400);
    await page.close();
  });

  test('works as a file, without a server', async () => {
    const page = await open('#scheduler=fastface,fastface-auto', {
      url: pathToFileURL(join(output, 'playground.html')).href,
    });
    expect(await page.locator('.plot canvas').count()).toBe(4);
    expect((await decisions(page)).length).toBeGreaterThan(5);
    await page.close();
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing, and nothing is too wide: %s, %i pixels', async (colorScheme, width) => {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    await page.goto(`${site.url}playground.html`);
    await rest(page);
    for (const details of await page.locator('#play details').all())
      await details.evaluate((element) => element.setAttribute('open', ''));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (
        window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await context.close();
  });

  test('every recorded log is read, or refused, as by the command', async ({ skip }) => {
    const { recordedLogs } = await import('./recordedLogs.js');
    if (recordedLogs.length === 0) skip('no recorded logs in ../shared/traces');
    const page = await open('#scheduler=fastface,fastface-auto');
    for (const file of recordedLogs) {
      await page.setInputFiles('#file', file);
      await rest(page);
      const { status, out, err } = fastface(['inspect', file], folder);
      if (status === 0) {
        expect(await page.textContent('#problem'), basename(file)).toBe('');
        const format = (await page.textContent('.facts dt:text-is("format") + dd'))!;
        expect(out).toContain(format);
        const records = (await page.textContent('.facts dt:text-is("records") + dd'))!;
        expect(out).toContain(/[\d,]+/.exec(records)![0]);
      } else {
        const shown = `fastface: ${await page.textContent('#problem')}`;
        expect(shown).toBe(err.trim().replaceAll(file, basename(file)));
      }
    }
    await page.close();
  });
});
