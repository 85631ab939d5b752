import { EpochClock } from '../epochClock.js';
import { numberOf } from '../number.js';
import type { Dialect } from './dialect.js';
import type { TextLog } from './textLog.js';

/** `0/99      1.24G    0.04503    0.06779    0.01686        164        640: 100%|████| 8/8 [00:04<00:00, …`. */
const row =
  /^\s*(\d+)\/(\d+)\s+([\d.]+[KMGT]?B?)\s+(.*?):\s+\d+%.*?\s(\d+)\/(\d+) ?(?:\[|[\d.]+\s?(?:s\/)?it|<)/;
/** `0/99  1.24G  0.045  0.067  0.016  0.128  164  640  …`, a line of YOLOv5's results.txt: three parts, and their sum. */
const result = /^\s*(\d+)\/(\d+)\s+[\d.]+[KMGT]B?((?:\s+(?:[\d.e+-]+|nan|inf)){7,})\s*$/;
const part = /^(?:(?:train\/)?\w+_loss|box|obj|cls|dfl|seg|pose|kobj|l1|giou_loss|total)$/i;

/**
 * YOLOv5 and ultralytics on standard output: the names of the losses in a line of their own, below it a progress bar
 * for each epoch, whose numbers are means since the epoch began. The loss is the sum of its parts.
 */
export const yoloText: Dialect = {
  format: 'yolo-text',
  description: 'YOLOv5 and ultralytics on standard output',
  lossName: 'loss',
  parser: (log) => {
    const clock = new EpochClock();
    let names: string[] = [];
    return (line) => {
      if (/^\s*Epoch\s+(?:GPU_mem|gpu_mem)\s/.test(line)) names = line.trim().split(/\s+/).slice(2);
      const whole = line.includes('%') ? null : result.exec(line);
      if (whole) return resultLine(log, whole);
      if (names.length === 0 || !line.includes('%')) return;
      const match = row.exec(line);
      if (!match) return;
      const values = match[4]!.trim().split(/\s+/);
      const parts = names.flatMap((name, i) => (part.test(name) ? [i] : []));
      if (parts.length === 0 || values.length < parts.length) return;
      const total = names.indexOf('total');
      const summed = total >= 0 ? [total] : parts;
      const loss = summed.reduce((sum, i) => sum + (numberOf(values[i] ?? '') ?? Number.NaN), 0);
      log.lossName = summed.map((i) => names[i]).join(' + ');
      if (total < 0 && parts.length > 1) {
        for (const i of parts) log.otherLosses.add(names[i]!);
        log.notes.add(`there is no total loss: the sum of ${log.lossName} was taken`);
      }
      log.notes.add('each loss is the running mean of its epoch');
      const step = clock.step(Number(match[1]), Number(match[5]), Number(match[6]));
      if (step !== log.builder.lastStep && Number(match[5]) > 0) log.point(step, loss);
    };
  },
};

function resultLine(log: TextLog, match: RegExpExecArray): void {
  const [box, object, classes, total] = match[3]!
    .trim()
    .split(/\s+/)
    .map((text) => numberOf(text) ?? Number.NaN);
  const isSum = Math.abs(box! + object! + classes! - total!) <= 2e-3 * Math.abs(total!) + 1e-5;
  if (!isSum && Number.isFinite(total)) return;
  log.lossName = 'total loss';
  log.notes.add('one record per epoch: too coarse for a detector that looks at iterations');
  log.point(Number(match[1]), total);
}
