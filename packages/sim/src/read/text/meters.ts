import { EpochClock } from '../epochClock.js';
import type { LineTaker } from '../lines.js';
import type { Span } from '../shapes/numberSlots.js';
import type { Dialect } from './dialect.js';
import { spanIf } from './scan.js';
import { shapedDialect } from './shapedDialect.js';
import type { TextLog } from './textLog.js';

/** Epoch, batch and batches: `Epoch: [0][ 400/1563]`, `Train: 0 [  50/1251 (  4%)]`, `Train: [0/300][0/1251]`. */
const place = /\b(?:Train )?(?:Epoch|Train):?\s*\[?(\d+)(?:\/\d+)?\]?:?\s*\[\s*(\d+)\s*\/\s*(\d+)/d;
/** The same as the word-language model says it: `| epoch   1 |   200/ 2983 batches | lr 20.0000 | … | loss 17.74 | …`. */
const batches = /\|\s*epoch\s+(\d+)\s*\|\s*(\d+)\/\s*(\d+) batches/d;
const loss = /(?<=^|[\s,|])(?:Train_?)?[Ll]oss:?\s+(\S+?)(?=[\s,|(]|$)/dg;
const rate = /(?:^|[\s,|])(?:lr|LR|learning_rate)[:=]?\s+([^\s,|]+)/d;

/** A rate in a line without a loss: `Start epoch 1 ====, lr=0.001`. */
const rateAlone = /(?:^|[\s,|])(?:lr|learning[_ ]rate)\s?[:=]\s?([^\s,|]+)/di;

/** Lines such as these repeat a place where every process prints; the first one counts. */
function parser(log: TextLog, mine: (line: string) => boolean, note: string | null): LineTaker {
  const clock = new EpochClock();
  return shapedDialect<'record' | 'of samples' | 'validation' | 'rate'>(log, {
    parse(line) {
      if (!line.includes('oss') || !mine(line)) {
        const alone = line.length < 200 ? rateAlone.exec(line)?.indices?.[1] : undefined;
        const value = spanIf(line, alone);
        return value ? { what: 'rate', spans: [value] } : null;
      }
      if (/\b(?:Test|Val|Valid|Validation|Eval)\b ?:/i.test(line)) return { what: 'validation', spans: [] };
      const at = place.exec(line) ?? batches.exec(line);
      if (!at) return null;
      loss.lastIndex = at.index + at[0].length;
      const value = spanIf(line, loss.exec(line)?.indices?.[1]);
      const spans = at.indices!.slice(1, 4) as Span[];
      if (value === undefined) return null;
      const what = /\d\/\d+ \(\s*\d+%\)\]\s*Loss: \S+$/.test(line) ? 'of samples' : 'record';
      return { what, spans: [...spans, value, spanIf(line, rate.exec(line)?.indices?.[1])] };
    },
    accept(what, numbers) {
      if (what === 'validation') return log.validation('test loss');
      if (what === 'rate') return log.builder.rateFromHere(numbers[0]!);
      const step = clock.step(numbers[0]!, numbers[1]!, numbers[2]);
      if (step === log.builder.lastStep) return void log.notes.add('lines that repeat a step are left out');
      if (note) log.notes.add(note);
      if (what === 'of samples') log.notes.add('steps count samples, not iterations');
      log.point(step, numbers[3], numbers[4]);
    },
  });
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
