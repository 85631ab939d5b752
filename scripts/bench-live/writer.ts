/** Writes a log at a rate: `writer.ts LOG MEGABYTES MEGABYTES_A_SECOND`. Prints the last step, and the seconds that it took. */
import { closeSync, openSync, writeSync } from 'node:fs';

const [log, megabytes, rate] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];
const file = openSync(log, 'a');
const started = performance.now();
let [step, written] = [0, 0];
while (written < megabytes * 1e6) {
  const lines: string[] = [];
  for (let i = 0; i < 2000; i++) {
    step += 10;
    const loss = (2 + 30 * Math.exp(-step / 1e6) + Math.abs(Math.sin(step))).toFixed(4);
    lines.push(
      `Training: 2024-01-01 10:00:00,000-Speed 700.00 samples/sec   Loss ${loss}   LearningRate 0.020000   Epoch: 0   Global Step: ${step}   Fp16 Grad Scale: 8192   Required: 1 hours\n`,
    );
  }
  written += writeSync(file, lines.join(''));
  const ahead = written / (rate * 1e3) - (performance.now() - started);
  if (ahead > 2) await new Promise((resolve) => setTimeout(resolve, ahead));
}
closeSync(file);
console.log(JSON.stringify({ step, seconds: (performance.now() - started) / 1000 }));
