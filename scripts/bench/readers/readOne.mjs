/** Reads one log as bytes alone, then as a log, and prints what that took as JSON: a process of its own for each. */
import { createReadStream } from 'node:fs';
import { readFile } from '@fastface/sim';

const path = process.argv[2];
/** Processor seconds of this process, all its threads. */
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function readBytes() {
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) bytes += piece.length;
  return bytes;
}

await readBytes();
const begin = seconds();
const bytes = await readBytes();
const between = seconds();
const result = await readFile(path);
const end = seconds();
if (!result.ok) throw new Error(result.problem.message);
const { format, segments } = result.value;
console.log(
  JSON.stringify({
    bytes,
    alone: between - begin,
    read: end - between,
    format,
    segments: segments.length,
    points: segments.reduce((sum, { steps }) => sum + steps.length, 0),
    mebibytes: process.resourceUsage().maxRSS / 1024,
  }),
);
