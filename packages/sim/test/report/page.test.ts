import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareFile } from '../../src/cli/compareFile.js';
import { htmlReport } from '../../src/report/htmlReport.js';
import { chromiumPath } from './chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const evil = '</script><script>window.pwned=true</script><img src=x onerror=window.pwned=true>';
const noise = (i: number) => (Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1) - 0.5;
const losses = Array.from({ length: 3000 }, (_, i) => Math.max(1, 5 - i / 250) + 0.2 * noise(i));
losses[777] = 40;
const log = `step,lr,${evil}/train_loss\n${losses.map((loss, i) => `${i},${i < 2000 ? 0.1 : 0.05},${loss}\n`).join('')}`;

const where = chromiumPath ? '' : ' (skipped: no Chromium; apt-get install chromium)';
describe.skipIf(!chromiumPath)(`the report in Chromium${where}`, () => {
  let browser: Browser;
  let url = '';

  beforeAll(async () => {
    const file = join(folder, `${evil.replaceAll('/', '∕')}.csv`);
    writeFileSync(file, log);
    const scheduler = ['fastface', 'fastface-auto', 'cosine'];
    const comparison = await compareFile(file, { scheduler, set: ['alpha=0.02', 'beta=0.02'], report: 'x' });
    const page = join(folder, 'report.html');
    writeFileSync(page, await htmlReport(comparison, `fastface replay '${evil}'`));
    url = pathToFileURL(page).href;
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** Opens the report; anything in the console, any error and any request but the page itself fails the test. */
  async function withPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const complaints: string[] = [];
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => request.url() !== url && complaints.push(`request: ${request.url()}`));
    try {
      await page.goto(url);
      await use(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const shown = (page: Page) =>
    page.$eval('output', ({ dataset }) => [Number(dataset.from), Number(dataset.to)] as const);

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i pixels wide and %s: fits, is accessible, runs no script of the log',
    async (width, colorScheme) => {
      await withPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: false }, async (page) => {
        const size = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect(size[0]).toBe(size[1]);
        expect(await page.locator('.plot canvas').count()).toBe(4);
        expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
        expect(await page.locator('script').count()).toBe(3);
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.locator('h1').textContent()).toContain('<img src=x');
        // In a world of its own, where the page's policy does not reach.
        const axe = createRequire(import.meta.url)('axe-core') as { source: string };
        const cdp = await page.context().newCDPSession(page);
        const { frameTree } = await cdp.send('Page.getFrameTree');
        const { executionContextId: contextId } = await cdp.send('Page.createIsolatedWorld', {
          frameId: frameTree.frame.id,
        });
        await cdp.send('Runtime.evaluate', { contextId, expression: axe.source });
        const { result } = await cdp.send('Runtime.evaluate', {
          contextId,
          awaitPromise: true,
          returnByValue: true,
          expression: `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        });
        expect(result.value).toEqual([]);
      });
    },
  );

  test('zooms by dragging and by keys, shows values where the pointer is, hides a line', async () => {
    await withPage({}, async (page) => {
      expect(await shown(page)).toEqual([0, 2999]);
      const over = page.locator('#loss .u-over');
      const box = (await over.boundingBox())!;
      const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
      await page.mouse.move(...at(0.2));
      await page.mouse.down();
      await page.mouse.move(...at(0.3), { steps: 4 });
      await page.mouse.up();
      const [from, to] = await shown(page);
      expect(Math.abs(from - 600)).toBeLessThan(10);
      expect(Math.abs(to - 900)).toBeLessThan(10);
      // The spike at 777 is one of some 300 records, and the highest of its pixel.
      await page.mouse.move(box.x + ((777 - from) / (to - from)) * box.width, box.y + 5);
      const value = (label: string) =>
        page.locator('#loss .u-series', { hasText: label }).locator('.u-value').textContent();
      expect(await value('highest')).toBe('40');
      await page.locator('#loss').focus();
      await page.keyboard.press('0');
      expect(await shown(page)).toEqual([0, 2999]);
      await page.keyboard.press('+');
      expect(await shown(page)).toEqual([750, 2249]);
      await page.keyboard.press('ArrowRight');
      expect((await shown(page))[0]).toBe(900);
      await page
        .getByRole('button', { name: 'Show all' })
        .or(page.getByRole('button', { name: 'All' }))
        .first()
        .click();
      expect(await shown(page)).toEqual([0, 2999]);
      await page.selectOption('select', '300');
      const name = page.locator('#rates .u-label').nth(1);
      await name.press('Enter');
      expect(await name.getAttribute('aria-pressed')).toBe('false');
    });
  });

  test('seen as a whole, the spike of one record is there', async () => {
    await withPage({}, async (page) => {
      const box = (await page.locator('#loss .u-over').boundingBox())!;
      // A pixel holds some four records: the value is that of the pixel under the pointer or next to it.
      const seen: number[] = [];
      for (const offset of [-2, -1, 0, 1, 2]) {
        await page.mouse.move(box.x + (777 / 2999) * box.width + offset, box.y + 5);
        const text = await page
          .locator('#loss .u-series', { hasText: 'highest' })
          .locator('.u-value')
          .textContent();
        seen.push(Number(text));
      }
      expect(Math.max(...seen)).toBe(40);
    });
  });

  test('on paper it has the pictures in light colours and no controls, whatever the screen', async () => {
    await withPage({ colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('svg.wide').first().isVisible()).toBe(true);
      expect(await page.locator('.plot').first().isVisible()).toBe(false);
      expect(await page.locator('.controls').isVisible()).toBe(false);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      );
      expect((await page.pdf()).length).toBeGreaterThan(20_000);
    });
  });

  test('without a script it has the pictures, too', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('svg.wide').first().isVisible()).toBe(true);
      expect(await page.locator('.controls').isVisible()).toBe(false);
    });
  });
});
