export { assertLaws, type CheckOptions, checkLaws, type LawReport } from './checkLaws.js';
export { compareSchedulers, type Equivalence, type TrendState } from './equivalence.js';
export { type Law, schedulerLaws } from './laws.js';
export {
  anyLosses,
  fallingLosses,
  flatLosses,
  type LossesOptions,
  noisyLosses,
  periodicLosses,
  spikyLosses,
  withUnusable,
} from './losses.js';
export { fastfaceOptions, type OptionsRange } from './options.js';
export { normal, uniform } from './random.js';
