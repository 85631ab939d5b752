import pc from 'picocolors';
import type { Course } from '../course.js';
import type { WatchOutput } from '../watchLog.js';
import { collect } from './collect.js';
import { screen } from './screen.js';
import { styleOf } from './style.js';
import { terminal } from './terminal.js';

/** The run on the terminal, from `open` to `close`. */
export function liveView(
  file: string,
  course: Course,
  quit: () => void,
): WatchOutput & { open(): void; close(): void; note(text: string): void } {
  const collected = collect(file, course, () => Date.now());
  const style = styleOf(pc.isColorSupported);
  let shown: ReturnType<typeof terminal> | null = null;
  return {
    ...collected,
    event(event) {
      collected.event?.(event);
      shown?.changed();
    },
    record(record, watcher) {
      collected.record?.(record, watcher);
      shown?.changed();
    },
    note(text) {
      collected.note(text);
      shown?.changed();
    },
    open() {
      shown = terminal(
        (columns, rows) => screen(collected.state(), columns, rows, style),
        quit,
        file === '-',
      );
    },
    close: () => shown?.close(),
  };
}
