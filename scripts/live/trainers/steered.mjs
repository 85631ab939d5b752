import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * A scheduler that decides nothing: its rate is what `fastface watch` says of the log that the training writes, in the file of
 * `--write-rate`, or over HTTP (`GET /rate`, for which `step` has to wait, as curl can).
 *
 * Not pure. The laws are tried before the first line of the log, when there is no rate yet.
 */
export default function steered({ learningRate, where }) {
  const told = () => {
    if (!/^http:/.test(where)) return existsSync(where) ? JSON.parse(readFileSync(where, 'utf8')) : {};
    return JSON.parse(spawnSync('curl', ['--silent', `${where}/rate`], { encoding: 'utf8' }).stdout || '{}');
  };
  return {
    name: 'steered',
    init: () => ({ scheduler: 'steered', version: 1, iteration: 0, learningRate, decision: 'hold' }),
    step(state) {
      const next = told().learningRate ?? state.learningRate;
      const moved = next < state.learningRate ? 'reduce' : next > state.learningRate ? 'restart' : 'hold';
      return { ...state, iteration: state.iteration + 1, learningRate: next, decision: moved };
    },
  };
}

export const options = [
  { name: 'where', description: 'the file of the rate, or an address', default: 'lr.json' },
];
