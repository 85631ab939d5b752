/** Writing TensorBoard event files record by record, for a run that is under way. */
export { fileVersionEvent, scalarEvent } from './write/scalarEvent.js';
