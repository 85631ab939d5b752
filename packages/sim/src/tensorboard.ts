/** Writes TensorBoard event files record by record during a run. */
export { fileVersionEvent, scalarEvent } from './write/scalarEvent.js';
