import { isBinary, peek } from '../bytes.js';
import type { LineTaker } from '../lines.js';
import { forEachLine } from '../lines.js';
import { readError } from '../readError.js';
import type { Reader, ReadResult } from '../reader.js';
import { whyUnrecognised } from '../unreadable.js';
import { boundedParser, type Dialect } from './dialect.js';
import { dialects } from './dialects.js';
import { keyValue } from './keyValue.js';
import { KeyValueScan } from './keyValueScan.js';
import { TextLog } from './textLog.js';
import { textResult } from './textResult.js';

interface RacingDialect {
  readonly dialect: Dialect;
  readonly log: TextLog;
  readonly lines: LineTaker;
}

/** Number of records of one dialect after which the others are no longer tried. */
const enough = 16;
const hopeless = 512;

/**
 * A text log that does not show its dialect at once: source code, configuration or the banners of a launcher may come
 * first, for megabytes. All dialects read along until one has won.
 */
export const anyText: Reader = {
  format: 'text',
  description: 'a text log of any of these kinds, found out from its lines',
  detect: (head) => (looksLikeText(head) ? 0.3 : 0),
  async read(file, source, options) {
    const { head, all: bytes } = await peek(source, 4096);
    const { loss, learningRate, step } = options;
    if (loss !== undefined || learningRate !== undefined || step !== undefined) {
      return keyValue.read(file, bytes, options);
    }
    let racing: readonly RacingDialect[] = dialects.map((dialect) => {
      const log = new TextLog(dialect.lossName);
      return { dialect, log, lines: boundedParser(dialect, log) };
    });
    let scan: KeyValueScan | null = new KeyValueScan(options);
    let race = true;
    const notes = await forEachLine(bytes, {
      line(line, number) {
        if (race) for (const { lines } of racing) lines.line(line, number);
        if (scan === null) return;
        scan.lines.line(line, number);
        const winner = racing.find(({ log }) => log.points >= enough);
        if (winner) [racing, scan] = [[winner], null];
        // Many records that no dialect knows: the log is of none.
        else if (race && scan.points >= hopeless) race = racing.some(({ log }) => log.signs + log.points > 0);
      },
      takeBytes(bytes, from, to) {
        // While several read along, each wants the text.
        if (race && scan !== null) return 0;
        return (scan ?? racing[0]!).lines.takeBytes?.(bytes, from, to) ?? 0;
      },
    });
    return verdict(file, head, racing, scan, notes);
  },
};

function verdict(
  file: string,
  head: Uint8Array,
  racing: readonly RacingDialect[],
  scan: KeyValueScan | null,
  notes: readonly string[],
): ReadResult {
  const most = (count: (log: TextLog) => number) =>
    racing.reduce((best, next) => (count(next.log) > count(best.log) ? next : best));
  const winner = most((log) => log.points);
  const signs = most((log) => log.signs);
  // A stray line that happens to fit must not hide a log that no dialect knows.
  if (winner.log.points > 0 && winner.log.points * 4 >= (scan?.points ?? 0))
    return textResult(file, winner.dialect.format, winner.log);
  if (scan && scan.points > 0) {
    const general = scan.result(file, keyValue.format, notes);
    if (general.ok || signs.log.signs === 0) return general;
  }
  if (signs.log.signs > 0) return textResult(file, signs.dialect.format, signs.log);
  const { message, advice } = whyUnrecognised(head);
  return scan
    ? orElse(scan, scan.result(file, keyValue.format, notes), readError(file, message, advice))
    : readError(file, message, advice);
}

/** What the key-value scan has to say, if it is more than that there is nothing. */
function orElse({ goesOn }: KeyValueScan, result: ReadResult, nothing: ReadResult): ReadResult {
  const isHelpful =
    !result.ok &&
    (/ has only |which is no curve/.test(result.problem.message) ||
      (goesOn && result.problem.advice.includes('one of its series')));
  return isHelpful ? result : nothing;
}

/** No zero byte within a line, and few other control characters. */
export function looksLikeText(head: Uint8Array): boolean {
  if (isBinary(head)) return false;
  let odd = 0;
  for (const byte of head) {
    if (
      byte > 0 &&
      byte < 32 &&
      byte !== 9 &&
      byte !== 10 &&
      byte !== 13 &&
      byte !== 27 &&
      byte !== 8 &&
      byte !== 12
    )
      odd++;
  }
  return head.length > 0 && odd * 100 <= head.length;
}
