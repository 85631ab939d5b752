import type { Course } from './course.js';
import type { WatchOutput } from './watchLog.js';

/** Keeps the course of the run under way. */
export const courseOutput = (course: Course): WatchOutput => ({
  record: (record) => course.add(record),
  past: (record) => course.add(record),
});
