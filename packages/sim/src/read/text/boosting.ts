import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

/** XGBoost `[10]\ttrain-logloss:0.5\teval-logloss:0.6`; a tab that syslog has written out is `#011`. */
const round = /\[(\d+)\](?:\s|#011)/d;
const xgboost = /(?<=\s|#011)(?:train|training|dtrain)\w*-([\w@.-]+):\s?(\S+?)(?=\s|#011|$)/dg;
/** LightGBM `[10]\ttraining's binary_logloss: 0.5\tvalid_0's …`. */
const lightgbm = /(?<=\s|#011)(?:train|training)'s ([\w@.-]+): (\S+?)(?=\s|#011|$)/dg;
const others = /(?:\s|#011)\w+(?:-[\w@.-]+:|'s [\w@.-]+: )/;
/** CatBoost `10:\tlearn: 0.5\ttest: 0.6\tbest: 0.6 (10)\ttotal: 55ms`. */
const catboost = /^(\d+):\tlearn: (\S+)/d;

/** Scores that are the better the higher, and so no losses. */
const score = /auc|^map|ndcg|accuracy|^acc|precision|recall|^f1|^r2|gini|kappa/i;

/** What a line is, and for a record the names of its losses, the first one taken. */
interface BoostingLine {
  readonly kind: 'record' | 'torn' | 'validation' | 'heading' | 'nothing';
  readonly losses: readonly string[];
}

/** Gradient boosting: a round is an iteration. */
export const boosting: Dialect = {
  format: 'boosting',
  description: 'XGBoost, LightGBM and CatBoost on standard output',
  lossName: 'train',
  parser: (log) => {
    let repeats = false;
    return shapedDialect<BoostingLine>(log, {
      parse,
      accept({ kind, losses }, numbers) {
        // "Best iteration:" stands above a round that was printed before.
        const isRepeat = repeats;
        repeats = kind === 'heading';
        if (isRepeat && losses[0] !== 'learn') return;
        if (kind === 'validation') log.validation();
        const [name, ...more] = losses;
        if (name === undefined) return;
        log.lossName = name;
        for (const other of more) log.otherLosses.add(other);
        if (kind === 'torn') log.torn++;
        else log.point(numbers[0], numbers[1]);
      },
    });
  },
};

const lineOf = (kind: BoostingLine['kind']) => ({ what: { kind, losses: [] }, spans: [] });

function parse(line: string) {
  if (line.includes('est iteration')) return lineOf('heading');
  const learn = line.includes('\tlearn: ') ? catboost.exec(line) : null;
  if (learn) {
    const what = (kind: BoostingLine['kind']): BoostingLine => ({ kind, losses: ['learn'] });
    return recordOr(line, what('record'), what('torn'), learn.indices!.slice(1));
  }
  const at = line.includes('[') && (line.includes('-') || line.includes("'s ")) ? round.exec(line) : null;
  if (!at) return lineOf('nothing');
  const start = at.index + at[0].length;
  [xgboost.lastIndex, lightgbm.lastIndex] = [start, start];
  const metrics = [...line.matchAll(xgboost), ...line.matchAll(lightgbm)];
  const losses = metrics.filter(([, metric]) => !score.test(metric!));
  if (losses.length === 0) return lineOf(others.test(line.slice(at.index)) ? 'validation' : 'nothing');
  const what = (kind: BoostingLine['kind']): BoostingLine => ({
    kind,
    losses: losses.map(([, metric]) => `train ${metric}`),
  });
  return recordOr(line, what('record'), what('torn'), [at.indices![1], losses[0]!.indices![2]]);
}
