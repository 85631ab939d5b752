/** What a thread of the pool runs. */
export { evaluate as default } from '../evaluate.js';
