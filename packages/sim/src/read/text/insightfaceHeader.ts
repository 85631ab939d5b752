import { numberAfter } from './scan.js';
import type { TextLog } from './textLog.js';

const planKey = ': total_step';
const epochsKey = ': num_epoch';
const epochKey = ': steps_per_epoch';

/**
 * What an insightface run is planned for: `Training: TIME-: total_step   165435`. Old versions say how many epochs there
 * are and not how long, which is the total over their number. True for a line that may say such a thing.
 */
export function insightfaceHeader(log: TextLog): (line: string) => boolean {
  let epochs: number | undefined;
  const value = (line: string, key: string) => {
    const at = line.indexOf(key);
    return at < 0 ? undefined : numberAfter(line, at + key.length);
  };
  return (line) => {
    const isSign = line.includes('-rank_id: ') || line.includes('-: margin_list');
    if (isSign) log.signs++;
    if (!line.startsWith('Training: ')) return isSign;
    epochs = value(line, epochsKey) ?? epochs;
    const total = value(line, planKey);
    log.builder.plan(total);
    if (total !== undefined && epochs !== undefined) log.builder.epoch(total / epochs);
    log.builder.epoch(value(line, epochKey));
    return true;
  };
}
