/**
 * How long the playground takes from an input to the picture: `npm run bench:playground`, after `npm run docs`.
 * In Chromium, the sliders are dragged with the mouse over two runs; each drag's figure is what the page itself measures
 * (docs/playground/onPaint.ts): from the input event to the first task after the frame that shows the result.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { sliders } from '../../docs/playground/sliders.js';

const site = fileURLToPath(new URL('../../docs/dist', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const server = createServer(({ url }, response) => {
  const file = join(site, new URL(url!, 'http://localhost').pathname);
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  response.end(readFileSync(file));
}).listen(0);
const { port } = server.address() as AddressInfo;

const drags = process.argv.includes('--short') ? 5 : 60;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const goals = { 'fall-and-plateau-200k': 50, 'fall-and-plateau-2m': 200 };
console.log(`Chromium ${browser.version()}, Node ${process.version}; ms from input to paint`);
console.log('run                     slider              median    90 %   worst    goal');
for (const [run, goal] of Object.entries(goals)) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`http://localhost:${port}/playground.html#trace=${run}`);
  await page.waitForSelector('#play[aria-busy=false] .u-legend', { timeout: 60_000 });
  for (const { name } of sliders) {
    const times: number[] = [];
    await page.exposeFunction(`took_${name}`, (time: number) => times.push(time));
    await page.evaluate((callback) => {
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) {
          if (name === 'fastface input to paint')
            (window as never as Record<string, (t: number) => void>)[callback]!(duration);
        }
      }).observe({ type: 'measure' });
    }, `took_${name}`);
    const box = (await page.locator(`#slider-${name}`).boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    for (let i = 0; times.length < drags && i < 20 * drags; i++) {
      await page.mouse.move(box.x + box.width * (0.5 + 0.25 * Math.sin(i / 5)), y);
      await page.waitForTimeout(30);
    }
    await page.mouse.up();
    await page.waitForSelector('#play[aria-busy=false]');
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? Number.NaN).toFixed(0);
    console.log(
      `${run.padEnd(24)}${name.padEnd(18)}${at(0.5).padStart(8)}${at(0.9).padStart(8)}${at(1).padStart(8)}${String(goal).padStart(8)}`,
    );
  }
  await page.close();
}
await browser.close();
server.close();
