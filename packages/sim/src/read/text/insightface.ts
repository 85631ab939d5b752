import type { Dialect } from './dialect.js';
import { insightfaceHeader } from './insightfaceHeader.js';
import { numberAfter, numberAfterKey } from './scan.js';

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
    return (line) => {
      const speed = line.indexOf('samples/sec');
      if (speed < 0) {
        header(line);
        return;
      }
      const loss = line.indexOf(lossKey, speed);
      if (loss < 0) return;
      const step = line.indexOf(stepKey, loss);
      // A blank follows the step; without it the line was cut, perhaps within the number.
      const complete = step >= 0 && line.includes(' ', step + stepKey.length + 1);
      if (!complete) {
        if (step >= 0 || line.indexOf(rateKey, loss) >= 0) log.torn++;
        return;
      }
      log.point(
        numberAfter(line, step + stepKey.length),
        numberAfter(line, loss + lossKey.length),
        numberAfterKey(line, rateKey, loss),
      );
    };
  },
};
