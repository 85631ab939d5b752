import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

/** XGBoost `[10]\ttrain-logloss:0.5\teval-logloss:0.6`; LightGBM `[10]\ttraining's binary_logloss: 0.5\tvalid_0's …`. */
const round = /\[(\d+)\](?:\s|#011)/;
const xgboost = /(?:^|\s)(?:train|training|dtrain)\w*-([\w@.-]+):\s?(\S+)/g;
const lightgbm = /(?:^|\s)(?:train|training)'s ([\w@.-]+): (\S+)/g;
const others = /\s\w+(?:-[\w@.-]+:|'s [\w@.-]+: )/;
/** CatBoost `10:\tlearn: 0.5\ttest: 0.6\tbest: 0.6 (10)\ttotal: 55ms`. */
const catboost = /^(\d+):\tlearn: (\S+)/;

/** Scores that are the better the higher, and so no losses. */
const score = /auc|^map|ndcg|accuracy|^acc|precision|recall|^f1|^r2|gini|kappa/i;

/** Gradient boosting: a round is an iteration. */
export const boosting: Dialect = {
  format: 'boosting',
  description: 'XGBoost, LightGBM and CatBoost on standard output',
  lossName: 'train',
  parser: (log) => {
    let repeats = false;
    return (line) => {
      // "Best iteration:" stands above a round that was printed before.
      const isRepeat = repeats;
      repeats = line.includes('est iteration');
      if (line.includes('\tlearn: ')) {
        const match = catboost.exec(line);
        if (!match) return;
        log.lossName = 'learn';
        return log.point(numberIn(match[1]), numberIn(match[2]));
      }
      const at = line.includes('[') && (line.includes('-') || line.includes("'s ")) ? round.exec(line) : null;
      if (!at || isRepeat) return;
      // A tab that syslog has written out.
      const cells = line
        .slice(at.index + at[0].length)
        .replaceAll('#011', '\t')
        .slice(0, 2000);
      const metrics = [...cells.matchAll(xgboost), ...cells.matchAll(lightgbm)];
      const [loss, ...more] = metrics.filter(([, metric]) => !score.test(metric!));
      if (!loss) return void (others.test(` ${cells}`) && log.validation());
      log.lossName = `train ${loss[1]}`;
      for (const [, metric] of more) log.otherLosses.add(`train ${metric}`);
      log.point(numberIn(at[1]), numberIn(loss[2]));
    };
  },
};
