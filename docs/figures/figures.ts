import { arenaBudgets, arenaCurves, arenaRates, arenaRegret } from './arena.js';
import { arenaOpen } from './arenaOpen.js';
import { choosing } from './choosing.js';
import type { Figure } from './figure.js';
import { modelArenaCourses, modelArenaRegret } from './modelArena.js';
import { overview } from './overview.js';
import { rounding, seed } from './recurrence.js';
import { scoreboard } from './scoreboard.js';
import { selfCalibrating } from './selfCalibrating.js';
import { simulation } from './simulation.js';
import { decision, detection, patienceCount, smoothing, stationary, trend } from './stages.js';

/** The figures by the names that the pages call them. */
export const figures: Readonly<Record<string, Figure>> = {
  overview,
  'arena-regret': arenaRegret,
  'arena-rates': arenaRates,
  'arena-budgets': arenaBudgets,
  'arena-curves': arenaCurves,
  'arena-open': arenaOpen,
  'model-arena-regret': modelArenaRegret,
  'model-arena-courses': modelArenaCourses,
  smoothing,
  detection,
  trend,
  stationary,
  patience: patienceCount,
  decision,
  seed,
  rounding,
  choosing,
  'self-calibrating': selfCalibrating,
  simulation,
  scoreboard,
};
