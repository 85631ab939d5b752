import type { Law } from './lossModel.js';
import { RunningAnnealing } from './runningAnnealing.js';
import type { RunningLaw } from './runningLaw.js';
import { type Course, RunningSpectral } from './runningSpectral.js';

/** A law at the start of a run. */
export const runningLaw = (law: Law, course: Course, firstRate: number): RunningLaw =>
  law.law === 'spectral'
    ? new RunningSpectral(law, course, firstRate)
    : new RunningAnnealing(law, course.baseRate, firstRate);
