import type { Dialect } from './dialect.js';
import { insightfaceHeader } from './insightfaceHeader.js';
import { spanAfter, spanAfterKey } from './scan.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const lossKey = 'Loss ';
const rateKey = 'LearningRate ';
const stepKey = 'Global Step:';

/**
 * insightface's arcface_torch, and FastFace, which is built on it:
 * `Training: TIME-Speed 744.40 samples/sec   Loss 42.1388   LearningRate 0.020000   Epoch: 0   Global Step: 20   …`.
 * The loss is the mean over the iterations since the line before. The rate is missing in early versions.
 */
export const insightface: Dialect = {
  format: 'insightface',
  description: 'insightface (arcface_torch) and FastFace training.log',
  lossName: 'Loss',
  parser: (log) => {
    const header = insightfaceHeader(log);
    return shapedDialect<'record' | 'torn'>(log, {
      parse(line) {
        const speed = line.indexOf('samples/sec');
        if (speed < 0) return header(line) ? undefined : null;
        const loss = line.indexOf(lossKey, speed);
        if (loss < 0) return null;
        const step = line.indexOf(stepKey, loss);
        // A blank follows the step; without it the line was cut, perhaps within the number.
        const isComplete = step >= 0 && line.includes(' ', step + stepKey.length + 1);
        if (!isComplete)
          return step >= 0 || line.indexOf(rateKey, loss) >= 0 ? { what: 'torn', spans: [] } : null;
        return recordOr(line, 'record', 'torn', [
          spanAfter(line, step + stepKey.length),
          spanAfter(line, loss + lossKey.length),
          spanAfterKey(line, rateKey, loss),
        ]);
      },
      accept(what, numbers) {
        if (what === 'torn') log.torn++;
        else log.point(numbers[0], numbers[1], numbers[2]);
      },
    });
  },
};
