import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportedNames } from '../fences/exportedNames.js';
import { figures } from '../figures/figures.js';
import { output, workspace } from '../site/folders.js';
import { chromiumPath } from './chromium.js';
import { serve } from './serve.js';

const pages = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);
const html = new Map(pages.map((page) => [page, readFileSync(join(output, page), 'utf8')]));
const idsIn = (page: string) => [...html.get(page)!.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);

describe('the site', () => {
  test('has its pages', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        ...['index.html', 'playground.html', 'algorithm.html', 'choosing.html', 'logs.html', 'glossary.html'],
        ...['scoreboard.html', join('reference', 'core.html'), join('trainers', 'tfjs-fit.html')],
        ...['changelog.html', 'peers.html', join('commands', 'fastface.html')],
      ]),
    );
  });

  test.each(pages)('%s: every link and every file it asks for is there, by a relative address', (page) => {
    const asked = [...html.get(page)!.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) =>
      address!.replaceAll('&amp;', '&'),
    );
    expect(asked.length).toBeGreaterThan(5);
    for (const address of asked) {
      if (/^(https?:|data:)/.test(address)) continue;
      expect(address, 'not from the root of a server').not.toMatch(/^\//);
      const [path, anchor] = decodeURIComponent(address).split('#') as [string, string | undefined];
      const target = path === '' ? page : relative('.', join(dirname(page), path));
      expect(existsSync(join(output, target)), `${page} → ${address}`).toBe(true);
      if (anchor && target.endsWith('.html') && !anchor.includes('='))
        expect(idsIn(target), `${page} → ${address}`).toContain(anchor);
    }
  });

  test.each(pages)('%s: no id twice, one title', (page) => {
    const ids = idsIn(page);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(html.get(page)!.match(/<h1/g)).toHaveLength(1);
  });

  test.each(pages)('%s: a description, and a picture for other sites', (page) => {
    const [, description] = /<meta name="description" content="([^"]+)">/.exec(html.get(page)!)!;
    expect(description!.length).toBeGreaterThan(3);
    const [, picture] = /<meta property="og:image" content="([^"]+)">/.exec(html.get(page)!)!;
    if (!picture!.startsWith('https:')) expect(existsSync(join(output, dirname(page), picture!))).toBe(true);
  });

  test('every command has its help in the reference', () => {
    for (const [name, some] of [
      ['fastface', ['replay', 'watch', 'scoreboard']],
      ['fastface-train', ['train', 'arena']],
    ] as const) {
      const page = join('commands', `${name}.html`);
      for (const command of some) {
        expect(idsIn(page)).toContain(`${name}-${command}`);
        expect(html.get(page)).toContain(`Usage: ${name} ${command} `);
      }
    }
  });

  test('every public symbol is in the reference', () => {
    for (const name of ['core', 'sim', 'train']) {
      const place = join(workspace, 'packages', name);
      const { exports } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
        exports: Record<string, { '@fastface/source'?: string }>;
      };
      for (const [subpath, { '@fastface/source': source }] of Object.entries(exports)) {
        if (!source) continue;
        const page = join('reference', `${name}${subpath === '.' ? '' : `-${subpath.slice(2)}`}.html`);
        const ids = idsIn(page);
        for (const symbol of exportedNames(join(place, source)).keys())
          expect(
            ids.some((id) => id.replace(/-\d+$/, '') === symbol.toLowerCase()),
            `${page}: ${symbol}`,
          ).toBe(true);
      }
    }
  });
});

describe.skipIf(!chromiumPath)('the pages in Chromium', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;
  const contexts: BrowserContext[] = [];
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
    site = await serve(output);
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    site.close();
  });

  const kinds = [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const;
  // The playground has tests of its own.
  test.each(pages.filter((page) => page !== 'playground.html'))(
    '%s: no error, nothing too wide, nothing that axe finds; light on a desk, dark on a phone',
    async (path) => {
      for (const { colorScheme, width } of kinds) {
        const context = await browser.newContext({
          viewport: { width, height: 844 },
          colorScheme,
          bypassCSP: true,
        });
        contexts.push(context);
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(`${site.url}${path}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (
            window as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            }
          ).axe.run(),
        );
        expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual(
          [],
        );
        expect(complaints).toEqual([]);
        await page.close();
      }
    },
  );

  test.each([390, 1280])('the playground stays where it is while it loads, %d pixels wide', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    await page.addInitScript(`
      window.moved = 0;
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) window.moved += value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.goto(`${site.url}playground.html`);
    await page.waitForSelector('#play[aria-busy=false] .u-legend', { timeout: 60_000 });
    await page.waitForTimeout(300);
    expect(await page.evaluate('window.moved')).toBeLessThan(0.05);
    await page.close();
  });

  test('figures are drawn anew by their sliders, as the build drew them', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const seen = new Set<string>();
    for (const path of pages) {
      if (!html.get(path)!.includes('data-figure')) continue;
      await page.goto(pathToFileURL(join(output, path)).href);
      for (const figure of await page.locator('[data-figure]').all()) {
        seen.add((await figure.getAttribute('data-figure'))!);
        // One drawn from results has nothing to slide.
        if ((await figure.locator('input').count()) === 0) continue;
        const before = await figure.locator('.drawn').innerHTML();
        const slider = figure.locator('input').first();
        await slider.focus();
        await slider.press('Home');
        await expect.poll(() => figure.locator('.drawn').innerHTML()).not.toBe(before);
        expect(await figure.locator('.drawn > svg').count()).toBeGreaterThan(0);
        // Back at its start it is the picture that the build drew.
        await page.reload();
        expect(await figure.locator('.drawn').innerHTML()).toBe(before);
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(figures).sort());
    await page.close();
  });

  test('the search is opened, used and left by keys, from a server and from a file, below the root too', async () => {
    for (const address of [
      `${site.url}index.html`,
      pathToFileURL(join(output, 'trainers/brain.html')).href,
    ]) {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(address);
      await page.keyboard.press('/');
      await page.waitForSelector('dialog.search[open]');
      await page.keyboard.type('reduceonplateau');
      await expect.poll(() => page.textContent('.search [role=status]')).toMatch(/^\d+ found$/);
      await page.keyboard.press('Escape');
      expect(await page.locator('dialog.search[open]').count()).toBe(0);
      await page.keyboard.press('Control+k');
      await page.fill('.search input', 'zzzzqqqq');
      await expect.poll(() => page.textContent('.search [role=status]')).toBe('Nothing found');
      await page.fill('.search input', 'coming from reducelronplateau');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/reduce-on-plateau\.html/);
      expect(await page.textContent('h1')).toBe('Coming from ReduceLROnPlateau');
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  test('code is copied by a button', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`${site.url}quick-start.html`);
    await page.locator('.code').nth(2).getByRole('button').click();
    await expect.poll(() => page.locator('.code button').nth(2).textContent()).toBe('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator('.code pre').nth(2).textContent());
    expect(copied).toContain('fastfaceAuto');
    await context.close();
  });

  test('the theme that was chosen stays, and the menu opens on a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'light' });
    await page.goto(`${site.url}index.html`);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.click('.theme-button');
    expect(await paper()).not.toBe(light);
    const dark = await paper();
    await page.click('.menu-button');
    await page.click('.menu summary:text-is("How it works")');
    await page.click('.menu a[href="algorithm.html"]');
    expect(await page.textContent('h1')).toBe('The algorithm');
    expect(await paper()).toBe(dark);
    await page.close();
  });
});
