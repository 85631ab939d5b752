export { convolve } from './convolve';
export { depthwise, depthwiseFilter, depthwiseInput } from './depthwise';
export { descend, squaredNorm } from './descend';
export { filterGradient } from './filterGradient';
export { inputGradient } from './inputGradient';
export { moments } from './moments';
export { normalise } from './normalise';
export { normaliseGradient, normaliseSums } from './normaliseGradient';
