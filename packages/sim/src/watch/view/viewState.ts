import type { CourseStretch } from '../course.js';
import type { RunEvent } from '../event.js';
import type { Forecast } from '../forecast/forecast.js';
import type { Rate } from '../rate.js';
import type { Verdict } from '../verdict/verdict.js';

/** The scheduler at one step. */
export interface TrendSample {
  readonly step: number;
  /** Fall of the loss per iteration; null where the scheduler has none (yet). */
  readonly trend: number | null;
  readonly threshold: number | null;
}

/** All that a picture of a run shows. Who draws it needs no clock. */
export interface ViewState {
  readonly file: string;
  /** Format and name of the loss; null before the log has shown them. */
  readonly log: { readonly format: string; readonly lossName: string } | null;
  readonly run: RunEvent | null;
  /** Step of the last iteration, where the length is known. */
  readonly lastStep: number | null;
  readonly course: readonly CourseStretch[];
  readonly latest: { readonly step: number; readonly loss: number } | null;
  readonly lowest: { readonly step: number; readonly loss: number } | null;
  readonly trends: readonly TrendSample[];
  readonly rate: Rate | null;
  readonly verdict: Verdict | null;
  readonly forecast: Forecast | null;
  /** Steps a second, of what is being written; null until it can be told. */
  readonly speed: number | null;
  /** What is wrong with the log; null where nothing is. */
  readonly trouble: string | null;
  /** What was told last, the newest at the end. */
  readonly events: readonly string[];
}
