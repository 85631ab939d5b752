import { BadInput } from '../badInput.js';
import { readPlain } from '../plainFile.js';

/** What the rows of a run's networks are called. */
export const ofRun = { trained: 'trained network', averaged: 'averaged network' } as const;

/**
 * The threshold in what `verify --json` printed or a run keeps as `verification.json`: of the last set, for the network.
 *
 * @param network of several of a run; what `verify` verified is the only one
 * @throws BadInput if there is none
 */
export async function readThreshold(path: string, network: string = ofRun.trained): Promise<number> {
  const text = (await readPlain(path, 1 << 24, 'give what verify --json prints')).toString('utf8');
  const threshold = thresholdIn(text, network);
  if (threshold === null)
    throw new BadInput(
      path,
      'has no threshold',
      'give what verify --json prints, or a similarity such as 0.3',
    );
  return threshold;
}

function thresholdIn(text: string, network: string): number | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const rows: unknown = Array.isArray(parsed) ? parsed : (parsed as { results?: unknown } | null)?.results;
  if (!Array.isArray(rows)) return null;
  const found = rows.findLast(
    (row) => ['network', network].includes(row?.network) && typeof row.threshold === 'number',
  );
  const threshold = found?.threshold;
  return threshold >= -1 && threshold <= 1 ? threshold : null;
}
