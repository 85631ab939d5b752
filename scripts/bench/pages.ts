/**
 * How long pages take on a slow phone, and how much they move: `npm run bench:pages`.
 *
 * A phone of 390 × 844 pixels in Chromium, whose processor is slowed by four and whose network gives 1.6 megabits a second
 * with 150 ms to an answer: Lighthouse's "slow 4G". Each page is opened three times without a cache; the middle one counts.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Pages, and what is there when they can be used. */
const pages = {
  index: 'h1',
  playground: '#play[aria-busy=false] .u-legend',
  compare: '[data-example] img',
  arena: '.figure svg',
} as const;
const goals = { moved: 0.05, ready: 3 };

const site = fileURLToPath(new URL('../../docs/dist', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

interface Figures {
  /** Seconds from the request until the page can be used. */
  readonly ready: number;
  /** Seconds until the first text, and until the largest part of what is in view. */
  readonly first: number;
  readonly largest: number;
  /** Sum of the layout shifts. */
  readonly moved: number;
  /** Seconds in which the page answered nothing: of each task the part above 50 ms. */
  readonly blocked: number;
  /** Kilobytes, packed. */
  readonly size: number;
}

const packed = new Map<string, Buffer>();
const server = createServer(({ url }, response) => {
  const path = new URL(url!, 'http://localhost').pathname;
  if (!packed.has(path)) packed.set(path, gzipSync(readFileSync(join(site, path))));
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  response.setHeader('content-encoding', 'gzip');
  response.end(packed.get(path));
}).listen(0);
const { port } = server.address() as AddressInfo;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
console.log(
  `Chromium ${browser.version()}, Node ${process.version}; processor slowed by 4, 1.6 Mbit/s, 150 ms`,
);
console.log('page          ready s  first s  largest s  moved  blocked s  packed kB');
let misses = 0;
for (const [name, usable] of Object.entries(pages)) {
  const runs: Figures[] = [];
  for (let i = 0; i < 3; i++) runs.push(await opened(browser, name, usable));
  const { ready, first, largest, moved, blocked, size } = runs.sort((a, b) => a.ready - b.ready)[1]!;
  const cells = [
    ready.toFixed(2),
    first.toFixed(2),
    largest.toFixed(2),
    moved.toFixed(3),
    blocked.toFixed(2),
  ];
  const widths = [9, 9, 11, 7, 11];
  console.log(
    `${name.padEnd(12)}${cells.map((cell, i) => cell.padStart(widths[i]!)).join('')}${size.toFixed(0).padStart(11)}`,
  );
  if (moved >= goals.moved || ready > goals.ready) misses++;
}
console.log(
  `goals: ready in ${goals.ready} s, moved less than ${goals.moved}; ${misses === 0 ? 'all met' : `${misses} missed`}`,
);
await browser.close();
server.close();

/** Opens a page once, as a visitor who has seen nothing of the site. */
async function opened(browser: Browser, name: string, usable: string): Promise<Figures> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 0.75e6 / 8,
  });
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  // As a text: what compiles this script adds helpers that a page does not have.
  await page.addInitScript(`
    window.seen = { moved: 0, blocked: 0, largest: 0 };
    const watch = (type, use) => new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({ type, buffered: true });
    watch('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.moved += value; });
    watch('longtask', ({ duration }) => { seen.blocked += duration - 50; });
    watch('largest-contentful-paint', ({ startTime }) => { seen.largest = startTime; });
  `);
  await page.goto(`http://localhost:${port}/${name}.html`, { waitUntil: 'commit' });
  await page.waitForSelector(usable, { timeout: 120_000, state: 'attached' });
  const ready = Number(await page.evaluate('performance.now()'));
  await page.waitForTimeout(1500);
  const seen = (await page.evaluate(`({
    ...window.seen,
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  })`)) as Record<'moved' | 'blocked' | 'largest' | 'first', number>;
  await context.close();
  return {
    ready: ready / 1000,
    first: seen.first / 1000,
    largest: seen.largest / 1000,
    moved: seen.moved,
    blocked: seen.blocked / 1000,
    size: bytes / 1000,
  };
}
