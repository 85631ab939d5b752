import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from '../src/read/readFile.js';

/** A line of each kind of log, for step i. */
const kinds: Readonly<Record<string, { header?: string; line: (i: number) => string }>> = {
  insightface: {
    line: (i) =>
      `Training: 2024-01-05 16:09:47,747-Speed 744.40 samples/sec   Loss ${(40 / (1 + i / 1e5)).toFixed(4)}   LearningRate 0.020000   Epoch: 0   Global Step: ${i}   Fp16 Grad Scale: 16384   Required: 42 hours`,
  },
  llmc: {
    line: (i) =>
      `step ${String(i).padStart(4)}/9999999 | loss ${(11 / (1 + i / 1e5)).toFixed(6)} (+0.12z)| norm 2.1589 (+0.30z)| lr 1.89e-05 | 4128.93 ms | 57.6% bf16 MFU | 126980 tok/s`,
  },
  csv: { header: 'step,lr,loss', line: (i) => `${i},0.0003,${(4 / (1 + i / 1e5)).toFixed(6)}` },
  'json-lines': {
    line: (i) =>
      `{"iter": ${i}, "lr": 0.0003, "loss": ${(4 / (1 + i / 1e5)).toFixed(6)}, "time": 0.35, "memory": 5687}`,
  },
};

/** Writes a log of at least `size` bytes; returns its path. */
async function generate(folder: string, name: string, size: number): Promise<string> {
  const { header, line } = kinds[name]!;
  const path = join(folder, `${name}.log`);
  const out = createWriteStream(path);
  if (header) out.write(`${header}\n`);
  let written = 0;
  for (let i = 1; written < size; ) {
    let text = '';
    for (let n = 0; n < 5000; n++) text += `${line(i++)}\n`;
    written += text.length;
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
  return path;
}

/** Seconds for reading the bytes alone. */
async function readBytes(path: string): Promise<{ seconds: number; bytes: number }> {
  const begin = performance.now();
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) bytes += piece.length;
  return { seconds: (performance.now() - begin) / 1000, bytes };
}

const megabytes = Number(process.argv[2] ?? 300);
const folder = await mkdtemp(join(tmpdir(), 'fastface-bench-'));
try {
  console.log(
    `${megabytes} MB of each; MB/s of the reader, MB/s of the bytes alone, their ratio, peak memory`,
  );
  for (const name of Object.keys(kinds)) {
    const path = await generate(folder, name, megabytes * 1e6);
    await readBytes(path);
    const raw = await readBytes(path);
    const begin = performance.now();
    const result = await readFile(path);
    const seconds = (performance.now() - begin) / 1000;
    if (result._tag === 'Left') throw new Error(result.left.message);
    const points = result.right.segments.reduce((sum, { steps }) => sum + steps.length, 0);
    const rate = (time: number) => (raw.bytes / 1e6 / time).toFixed(0);
    const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
    console.log(
      `${name.padEnd(12)} ${rate(seconds).padStart(6)} ${rate(raw.seconds).padStart(6)}  ${(seconds / raw.seconds).toFixed(1)}×  ${points} points  ${peak} MB`,
    );
    await rm(path);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
