/**
 * Images a second of processor time: `npm run bench:images` (`-- --images=1000 --size=112`).
 *
 * JPEGs of quality 95, noise and waves, are decoded by sharp, by libjpeg-turbo as the decoding threads use it, and as
 * whole batches (read, decoded, flipped, normalised), all in one run. The last figure is how long a loop whose updates
 * block the main thread for 200 ms waits for a batch of 128: a core must be free for it to be near zero.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { decodeImage } from '../../packages/train/dist/faces/decode/decodeImage.js';
import { openTurboJpeg } from '../../packages/train/dist/faces/decode/turboJpeg.js';
import { batches, folderFaces, Random } from '../../packages/train/dist/index.js';

const { values } = parseArgs({
  options: { images: { type: 'string', default: '1024' }, size: { type: 'string', default: '112' } },
});
const [images, size] = [Number(values.images), Number(values.size)];
const folder = mkdtempSync(join(tmpdir(), 'fastface-images-'));
try {
  const files = await write();
  const encoded = await Promise.all(files.map((file) => readFile(file)));
  const into = new Uint8Array(size * size * 3);
  const turbo = await openTurboJpeg();
  await report('sharp', () =>
    Promise.all(encoded.map((image) => decodeImage(image, '', size, 'fail', into))),
  );
  await report('libjpeg-turbo', async () => encoded.forEach((image) => void turbo(image, size, into)));
  tell('whole batches', await loop(0));
  console.log(`wait for a batch behind updates of 200 ms: ${(await loop(200)).waited.toFixed(0)} ms`);
} finally {
  rmSync(folder, { recursive: true });
}

async function write(): Promise<string[]> {
  const files: string[] = [];
  for (let image = 0; image < images; image++) {
    const random = new Random(image, 'image');
    const pixels = Uint8Array.from(
      { length: size * size * 3 },
      (_, i) => 128 + 80 * Math.sin(i / (5 + (image % 7))) + 30 * random.next(),
    );
    const person = join(folder, String(image >> 4));
    await mkdir(person, { recursive: true });
    files.push(join(person, `${image}.jpg`));
    await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
      .jpeg({ quality: 95 })
      .toFile(files.at(-1)!);
  }
  return files;
}

/** Three epochs, without the first batch, for which the threads start. */
async function loop(blocked: number) {
  const waits: number[] = [];
  const batchSize = Math.min(128, images >> 1);
  const set = await folderFaces(folder, { imageSize: size });
  let before = process.cpuUsage();
  for await (const { epoch, waitedMs } of batches(set, { batchSize })) {
    if (epoch === 3) break;
    if (waits.push(waitedMs) === 1) before = process.cpuUsage();
    for (const until = performance.now() + blocked; performance.now() < until; );
  }
  const waited = waits.slice(1).sort((a, b) => a - b)[waits.length >> 1] ?? Number.NaN;
  return { done: batchSize * (waits.length - 1), used: process.cpuUsage(before), waited };
}

async function report(name: string, work: () => Promise<unknown>): Promise<void> {
  await work();
  const before = process.cpuUsage();
  for (let round = 0; round < 3; round++) await work();
  tell(name, { done: 3 * images, used: process.cpuUsage(before) });
}

function tell(name: string, { done, used }: { done: number; used: NodeJS.CpuUsage }): void {
  const seconds = (used.user + used.system) / 1e6;
  console.log(`${name}: ${(done / seconds).toFixed(0)} images a second of processor time`);
}
