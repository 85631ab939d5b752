import { isRecord } from './jsonText.js';

/**
 * CatBoost's `catboost_training.json` as records. It names its metrics above, and says which are the better the lower; their
 * values follow in lists: `{"meta": {"learn_metrics": [{"name": "RMSE", "best_value": "Min"}]}, "iterations": [{"learn": [0.5],
 * "iteration": 0}]}`. Others are no losses. null: it is something else.
 */
export function catboostRows({
  meta,
  iterations,
}: Record<string, unknown>): Record<string, unknown>[] | null {
  const metrics = isRecord(meta) ? meta.learn_metrics : undefined;
  if (!Array.isArray(metrics) || !metrics.every(isRecord) || !Array.isArray(iterations)) return null;
  return iterations.filter(isRecord).map(({ iteration, learn }) => {
    const values = Array.isArray(learn) ? learn : [];
    const losses = metrics.flatMap(({ name, best_value }, i) =>
      best_value === 'Min' ? [[`${name} loss`, values[i]] as const] : [],
    );
    return { iteration, ...Object.fromEntries(losses) };
  });
}
