import { peek } from '../bytes.js';
import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { forEachLine, headLines } from '../lines.js';
import type { Reader } from '../reader.js';
import { runsOf } from '../shapes/runs.js';
import { ShapedRows } from '../shapes/shapedRows.js';
import { anyText } from '../text/anyText.js';
import { messageKey, messages } from './jsonMessages.js';
import { jsonShape } from './jsonShape.js';
import { isRecord, parseJson } from './jsonText.js';
import { recordRow } from './recordRow.js';
import { isWandbSummary, wandbSummary } from './wandbSummary.js';

/** The record of a line, behind whatever a logger put before it; undefined for other lines. */
function recordOf(line: string): Record<string, unknown> | undefined {
  const at = line.indexOf('{"');
  const value = at < 0 ? undefined : parseJson(line.slice(at));
  return isRecord(value) ? value : undefined;
}

/** The length of the run, where a line that is no record of a loss tells it, as a header does. */
function plannedSteps(record: Record<string, unknown>): number | undefined {
  const { total_steps: total, max_steps: most } = record;
  const steps = total ?? most;
  return typeof steps === 'number' && !('loss' in record) ? steps : undefined;
}

/** Lines of this one's shape give such a record, too, if it is a plain one. */
function learn(
  rows: ShapedRows,
  frame: Frame,
  line: string,
  record: Record<string, unknown> | undefined,
): void {
  const at = line.indexOf('{"');
  if (at < 0) rows.learn(line, runsOf(line), null);
  const shape = record && plannedSteps(record) === undefined ? jsonShape(line, at) : null;
  if (!shape) return;
  const cells = shape.cells.flatMap(({ name, span }) => {
    const series = frame.column(name);
    return series ? [{ series, span }] : [];
  });
  rows.learn(line, shape.runs, cells, shape.isEvaluation);
}

/** One JSON object a line: mmengine scalars.json, mmdet .log.json, detectron2 metrics.json, MAE/DETR log.txt, … */
export const jsonLines: Reader = {
  format: 'json-lines',
  description: 'JSON lines: mmengine, detectron2, MAE, DETR and DINO log.txt, W&B history, structured logs',
  detect(head) {
    if (head.includes(0)) return 0;
    const lines = headLines(head).filter((line) => line.includes('{"'));
    const records = lines.slice(0, 200).map((line) => [line, recordOf(line)] as const);
    const whole = records.filter(([line, record]) => record && line.trimStart().startsWith('{'));
    if (whole.length > 1 && whole.length * 2 >= records.length) return 0.92;
    // A single line is a log of one record, unless it holds whole curves.
    if (whole.length === 1 && records.length === 1) {
      return Object.values(whole[0]![1]!).some((value) => typeof value === 'object') ? 0.1 : 0.7;
    }
    const losses = records.filter(([line, record]) => record && /loss/i.test(line));
    return losses.length > 2 ? 0.6 : 0;
  },
  async read(file, source, options) {
    // A log that grows may never hold that many lines: who follows it has looked.
    const { head, all: bytes } = await peek(source, options.tap ? 0 : 1 << 16);
    const key = messageKey(head);
    if (key !== null) return anyText.read(file, messages(bytes, key), options);
    const frame = new Frame(options);
    let torn = 0;
    let last: Record<string, unknown> | undefined;
    let planned: number | undefined;
    const rows = new ShapedRows(frame);
    await forEachLine(bytes, {
      line(line) {
        const record = recordOf(line);
        if (record) {
          last = record;
          if (planned === undefined) {
            planned = plannedSteps(record);
            if (planned !== undefined) options.tap?.plan(planned);
          }
          recordRow(frame, record);
        } else if (/^\s*\{"/.test(line)) torn++;
        if (rows.isRecurring(line)) learn(rows, frame, line, record);
      },
      takeBytes: (bytes, from, to) => rows.takeBytes(bytes, from, to),
    });
    if (frame.row === 1 && last && isWandbSummary(last)) return wandbSummary(file);
    const notes = torn > 0 ? [`${torn} torn ${torn === 1 ? 'line' : 'lines'} skipped`] : [];
    return frameTrace({ file, format: jsonLines.format, frame, options, notes, plannedSteps: planned });
  },
};
