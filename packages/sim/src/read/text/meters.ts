import { EpochClock } from '../epochClock.js';
import type { Dialect, LineParser } from './dialect.js';
import { numberIn } from './scan.js';
import type { TextLog } from './textLog.js';

/** Epoch, batch and batches: `Epoch: [0][ 400/1563]`, `Train: 0 [  50/1251 (  4%)]`, `Train: [0/300][0/1251]`. */
const place = /\b(?:Train )?(?:Epoch|Train):?\s*\[?(\d+)(?:\/\d+)?\]?:?\s*\[\s*(\d+)\s*\/\s*(\d+)/;
/** The same as the word-language model says it: `| epoch   1 |   200/ 2983 batches | lr 20.0000 | … | loss 17.74 | …`. */
const batches = /\|\s*epoch\s+(\d+)\s*\|\s*(\d+)\/\s*(\d+) batches/;
const loss = /(?:^|[\s,|])(?:Train_?)?[Ll]oss:?\s+(\S+?)(?=[\s,|(]|$)/;
const rate = /(?:^|[\s,|])(?:lr|LR|learning_rate)[:=]?\s+([^\s,|]+)/;

/** Lines such as these repeat a place where every process prints; the first one counts. */
function parser(log: TextLog, mine: (line: string) => boolean, note: string | null): LineParser {
  const clock = new EpochClock();
  return (line) => {
    if (!line.includes('oss')) return;
    if (!mine(line)) return;
    if (/\b(?:Test|Val|Valid|Validation|Eval)\b ?:/i.test(line)) return log.validation('test loss');
    const at = place.exec(line) ?? batches.exec(line);
    const value = at ? numberIn(loss.exec(line.slice(at.index + at[0].length))?.[1]) : undefined;
    if (!at || value === undefined) return;
    const step = clock.step(Number(at[1]), Number(at[2]), Number(at[3]));
    if (step === log.builder.lastStep) return void log.notes.add('lines that repeat a step are left out');
    if (note) log.notes.add(note);
    if (/\d\/\d+ \(\s*\d+%\)\]\s*Loss: \S+$/.test(line)) log.notes.add('steps count samples, not iterations');
    log.point(step, value, numberIn(rate.exec(line)?.[1]));
  };
}

/** torchvision's MetricLogger, also in DETR, MAE and DINO. */
const isWindowed = (line: string) => line.includes('eta: ') && line.includes(']  ');

/** PyTorch examples, Swin, timm: `Epoch: [0][ 400/1563]\tTime  1.657 ( 1.776)\tLoss 2.6247e+00 (2.7301e+00)`. */
export const pytorchMeters: Dialect = {
  format: 'pytorch-meters',
  description: 'PyTorch examples (ImageNet, MNIST, word language model), timm, Swin',
  lossName: 'Loss',
  parser: (log) => parser(log, (line) => !isWindowed(line), null),
};

/** `Epoch: [0]  [0/6]  eta: 0:00:25  lr: 0.001004  loss: 8.2773 (8.2773)  …`: window median and mean since the start. */
export const torchvisionMeters: Dialect = {
  format: 'torchvision-meters',
  description: 'torchvision references, DETR, MAE, DINO on standard output',
  lossName: 'loss',
  parser: (log) => parser(log, isWindowed, 'each loss is the median of a window of iterations'),
};
