/**
 * The report of a run with many records in Chromium: how long a redraw after a zoom takes, and how long the frames are
 * while the pointer moves. `npx tsx --conditions=@fastface/source packages/sim/bench/report.ts [records]`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quantileSorted } from 'd3-array';
import { chromium } from 'playwright-core';
import { compareFile } from '../src/cli/compareFile.js';
import { htmlReport } from '../src/report/htmlReport.js';

const records = Number(process.argv[2] ?? 1_000_000);
const folder = await mkdtemp(join(tmpdir(), 'fastface-bench-'));
const summary = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share)!.toFixed(1);
  return `median ${at(0.5)} ms, 95 % below ${at(0.95)} ms, longest ${at(1)} ms (${values.length})`;
};
try {
  const log = join(folder, 'run.csv');
  const noise = (i: number) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
  let text = 'step,loss\n';
  for (let i = 0; i < records; i++)
    text += `${i},${(1 + 4 * Math.exp(-i / (records / 5)) + 0.2 * noise(i)).toFixed(5)}\n`;
  await writeFile(log, text);
  const comparison = await compareFile(log, {
    scheduler: ['fastface', 'fastface-auto', 'cosine'],
    report: 'x',
  });
  const html = await htmlReport(comparison, 'bench');
  const page = join(folder, 'report.html');
  await writeFile(page, html);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const begin = performance.now();
  await tab.goto(pathToFileURL(page).href);
  await tab.waitForSelector('.plot canvas');
  console.log(
    `${records.toLocaleString('en-US')} records: page of ${(html.length / 1e6).toFixed(1)} MB, drawn ${(performance.now() - begin).toFixed(0)} ms after it was asked for`,
  );
  await tab.locator('#loss').focus();
  for (const key of ['+', '+', '+', '+', 'ArrowRight', 'ArrowLeft', '-', '-', '-', '-', '0']) {
    for (let i = 0; i < 3; i++) await tab.keyboard.press(key);
  }
  const redraws = await tab.evaluate(() =>
    performance.getEntriesByName('fastface redraw').map(({ duration }) => duration),
  );
  console.log(`redraw of all pictures after a zoom: ${summary(redraws)}`);
  // As a text: tsx would put helpers into a function that are not there in the page.
  await tab.evaluate(`{
    window.times = [];
    let before = performance.now();
    requestAnimationFrame(function next() {
      const now = performance.now();
      window.times.push(now - before);
      before = now;
      requestAnimationFrame(next);
    });
  }`);
  const box = (await tab.locator('#loss .u-over').boundingBox())!;
  await tab.mouse.move(box.x, box.y + 50);
  await tab.mouse.move(box.x + box.width - 2, box.y + 80, { steps: 120 });
  const frames = (await tab.evaluate('window.times')) as number[];
  console.log(`frames while the pointer moves over them: ${summary(frames.slice(1))}`);
  await browser.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
