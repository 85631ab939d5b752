import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecogniser } from '../../packages/train/src/index.js';
import { output, workspace } from '../site/folders.js';
import { chromiumPath } from './chromium.js';
import { serve } from './serve.js';

const example = (name: string) => join(workspace, 'docs/compare/examples', `${name}.jpg`);

describe.skipIf(!chromiumPath)('the page that compares two faces, in Chromium', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;
  /** Errors in the console, uncaught ones, requests that leave the site. */
  const complaints: string[] = [];
  /** Addresses that the last page asked for. */
  let asked: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
    site = await serve(output);
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    expect(complaints).toEqual([]);
  });

  async function open({ url = `${site.url}compare.html`, ...options } = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    asked = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      asked.push(request.url());
      const own = [site.url, 'data:', 'blob:', 'file:'].some((start) => request.url().startsWith(start));
      if (!own) complaints.push(request.url());
    });
    await page.goto(url);
    return page;
  }

  const rest = async (page: Page) => {
    await page.waitForSelector('#compare[aria-busy=false]', { timeout: 60_000 });
    return page.textContent('#verdict');
  };
  const give = async (page: Page, place: number, ...files: Parameters<Page['setInputFiles']>[1][]) => {
    for (const file of files) await page.setInputFiles(`.place input >> nth=${place}`, file);
  };
  const problemOf = (page: Page, place: number) =>
    page.textContent(`.place:nth-child(${place + 1}) .problem`);

  /** What the command says of two examples. */
  async function byCommand(first: string, second: string) {
    const network = join(workspace, 'docs/compare/network.safetensors');
    const recogniser = await openRecogniser(network, { backend: 'wasm', onWrongSize: 'resize' });
    const { similarity, threshold, same } = await recogniser.compare(example(first), example(second));
    recogniser.dispose();
    const number = (value: number) => value.toFixed(2).replace('-', '−');
    return `${same ? 'One person' : 'Two people'}: similarity ${number(similarity)}, ${same ? 'above' : 'not above'} the threshold ${number(threshold!)}.`;
  }

  test('the examples get the verdict of the command; network and program come with the first, from the site', async () => {
    const page = await open();
    expect(asked.filter((url) => /worker|network/.test(url))).toEqual([]);
    await page.click('[data-example=same]');
    expect(await rest(page)).toBe(await byCommand('first-1', 'first-2'));
    expect(asked.filter((url) => /compare-(worker|network)\.js$/.test(url))).toHaveLength(2);
    await page.click('[data-example=other]');
    expect(await rest(page)).toBe(await byCommand('first-1', 'second-1'));
    expect(await byCommand('first-1', 'first-2')).toContain('One person');
    expect(await byCommand('first-1', 'second-1')).toContain('Two people');
    await page.close();
  });

  test('a picture is shown as the network gets it', async () => {
    const page = await open();
    await give(page, 1, example('second-1'));
    expect(await rest(page)).toBe('Choose the first picture.');
    const shown = await page.evaluate(() => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.crop')[1]!;
      return [...canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data];
    });
    // In two steps: sharp would decode a JPEG at a smaller size.
    const whole = await sharp(example('second-1')).png().toBuffer();
    const expected = await sharp(whole).resize(32, 32, { fit: 'cover' }).ensureAlpha().raw().toBuffer();
    expect(shown).toHaveLength(expected.length);
    // Two decoders of JPEG may differ by a step in a pixel.
    expect(Math.max(...shown.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThanOrEqual(2);
    await page.close();
  });

  test('turned pictures are turned, and transparency is white', async () => {
    const page = await open();
    const upright = await sharp(example('first-1')).png().toBuffer();
    // Stored lying on its side, with the note that it is to be turned back.
    const lying = await sharp(upright)
      .rotate(270)
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    await give(page, 0, { name: 'upright.png', mimeType: 'image/png', buffer: upright });
    await give(page, 1, { name: 'lying.jpg', mimeType: 'image/jpeg', buffer: lying });
    expect(await rest(page)).toMatch(/^One person: similarity 1\.00/);
    const clear = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const white = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await give(page, 0, { name: 'clear.png', mimeType: 'image/png', buffer: clear });
    await give(page, 1, { name: 'white.png', mimeType: 'image/png', buffer: white });
    expect(await rest(page)).toMatch(/^One person: similarity 1\.00/);
    await page.close();
  });

  test('what is no picture, and what is too large, is said beside it; nothing old stays', async () => {
    const page = await open();
    await page.click('[data-example=same]');
    await rest(page);
    await give(page, 0, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    expect(await rest(page)).toBe('Choose the first picture.');
    expect(await problemOf(page, 0)).toBe('notes.txt is no picture that this browser can show.');
    expect(await page.isVisible('#scale')).toBe(false);
    const wide = await sharp({ create: { width: 8000, height: 4300, channels: 3, background: '#777' } })
      .png()
      .toBuffer();
    await give(page, 1, { name: 'wide.png', mimeType: 'image/png', buffer: wide });
    expect(await rest(page)).toBe('Choose two pictures, or an example.');
    expect(await problemOf(page, 1)).toBe('wide.png has 8000 × 4300 pixels: at most 33.6 million are read.');
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(65 * 2 ** 20)], 'huge.jpg'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => problemOf(page, 0)).toBe('huge.jpg has 65 MB: at most 64 are read.');
    // A picture in its place, and all is well again.
    await give(page, 0, example('first-1'));
    await give(page, 1, example('first-2'));
    expect(await rest(page)).toContain('One person');
    expect([await problemOf(page, 0), await problemOf(page, 1)]).toEqual(['', '']);
    await page.close();
  });

  test('of pictures chosen in quick succession the last counts', async () => {
    const page = await open();
    const large = await sharp(example('second-1')).resize(3000, 3000).jpeg().toBuffer();
    await give(page, 0, example('first-1'));
    await give(page, 1, { name: 'slow.jpg', mimeType: 'image/jpeg', buffer: large }, example('first-2'));
    expect(await rest(page)).toBe(await byCommand('first-1', 'first-2'));
    await page.close();
  });

  test('files are dropped: two at once, or one on its place', async () => {
    const page = await open();
    const drop = (selector: string, ...names: string[]) =>
      page.evaluate(
        ([selector, pictures]) => {
          const files = new DataTransfer();
          for (const base64 of pictures!)
            files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'face.jpg'));
          const event = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
          document.querySelector(selector as string)!.dispatchEvent(event);
        },
        [selector, names.map((name) => readFileSync(example(name)).toString('base64'))] as const,
      );
    await drop('body', 'first-1', 'first-2');
    await page.waitForSelector('#scale:not([hidden])');
    expect(await rest(page)).toContain('One person');
    await drop('.place:nth-child(2)', 'second-1');
    await expect.poll(() => page.textContent('#verdict')).toContain('Two people');
    await page.close();
  });

  test('works by keyboard, from a file, and axe finds nothing, light and dark, on a desk and on a phone', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      const context = await browser.newContext({
        viewport: { width, height: 844 },
        colorScheme,
        bypassCSP: true,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(pathToFileURL(join(output, 'compare.html')).href);
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement?.matches('[data-example=other]'))) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForSelector('#scale:not([hidden])', { timeout: 60_000 });
      expect(await rest(page)).toContain('Two people');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await give(page, 0, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
      await rest(page);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      expect(violations).toEqual([]);
      await context.close();
    }
  });

  test('nothing moves while it is used', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.addInitScript(() => {
      Object.assign(window, { moved: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          (window as unknown as { moved: number }).moved += (
            entry as PerformanceEntry & { value: number }
          ).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${site.url}compare.html`);
    await page.click('[data-example=same]');
    await page.waitForSelector('#scale:not([hidden])', { timeout: 60_000 });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (window as unknown as { moved: number }).moved)).toBeLessThan(0.05);
    await page.close();
  });

  test('where a part does not come, that is said, and the next picture tries again', async () => {
    const page = await browser.newPage();
    await page.route('**/compare-network.js', (route) => route.abort());
    await page.goto(`${site.url}compare.html`);
    await page.click('[data-example=same]');
    await rest(page);
    expect(await page.textContent('#broken')).toMatch(
      /compare-network\.js cannot be loaded; reload the page$/,
    );
    await page.unroute('**/compare-network.js');
    await page.click('[data-example=same]');
    expect(await rest(page)).toContain('One person');
    expect(await page.textContent('#broken')).toBe('');
    await page.close();
  });
});
