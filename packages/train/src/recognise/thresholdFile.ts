import { BadInput } from '../badInput.js';
import { readPlain } from '../plainFile.js';

/**
 * The threshold in what `verify --json` printed or a run keeps as `verification.json`: of the last set, for the network.
 *
 * @throws BadInput if there is none
 */
export async function readThreshold(path: string): Promise<number> {
  const text = (await readPlain(path, 1 << 24, 'give what verify --json prints')).toString('utf8');
  const threshold = thresholdIn(text);
  if (threshold === null)
    throw new BadInput(
      path,
      'has no threshold',
      'give what verify --json prints, or a similarity such as 0.3',
    );
  return threshold;
}

function thresholdIn(text: string): number | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const rows: unknown = Array.isArray(parsed) ? parsed : (parsed as { results?: unknown } | null)?.results;
  if (!Array.isArray(rows)) return null;
  const found = rows.findLast(
    (row) => /^(trained )?network$/.test(row?.network) && typeof row.threshold === 'number',
  );
  const threshold = found?.threshold;
  return threshold >= -1 && threshold <= 1 ? threshold : null;
}
