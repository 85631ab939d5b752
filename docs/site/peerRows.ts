import arena from '../figures/arena.json' with { type: 'json' };
import scoreboard from '../figures/scoreboard.json' with { type: 'json' };

/** What no result says of a scheduler that follows the loss. */
interface Peer {
  readonly name: string;
  /** Its name on the scoreboard, and in the arena. */
  readonly scoreboard?: string;
  readonly arena: string;
  readonly sees: string;
  readonly memory: string;
}

const best = { sees: 'best call so far', memory: 'O(1)' };
const trend = { sees: 'smoothed trend of the losses', memory: 'O(1)' };

const peers: readonly Peer[] = [
  { name: 'fastface-auto', arena: 'fastface-auto', sees: 'thirds of all losses', memory: '64 sums' },
  { name: 'fastface-steps', scoreboard: 'fastface-steps', arena: 'fastface-steps', ...trend },
  { name: 'fastface', scoreboard: 'fastface', arena: 'fastface', ...trend },
  {
    name: 'moving-haar',
    scoreboard: 'moving-haar',
    arena: 'moving-haar',
    sees: 'two moving means',
    memory: 'O(window)',
  },
  {
    name: 'dlib',
    scoreboard: 'dlib-slope',
    arena: 'dlib',
    sees: 'slope of the last P losses',
    memory: 'O(P)',
  },
  {
    name: 'PyTorch ReduceLROnPlateau',
    scoreboard: 'pytorch-reduce-on-plateau',
    arena: 'pytorch-plateau',
    ...best,
  },
  { name: 'Keras ReduceLROnPlateau', scoreboard: 'keras-reduce-on-plateau', arena: 'keras-plateau', ...best },
  { name: 'optax reduce_on_plateau', scoreboard: 'optax-reduce-on-plateau', arena: 'optax-plateau', ...best },
  {
    name: 'GreedyLR',
    scoreboard: 'greedy-lr',
    arena: 'greedy-lr',
    sees: 'whether the last calls rose or fell',
    memory: 'O(1)',
  },
];

/** Length of the scoreboard's runs that the table tells of. */
const steps = 10_000;

export const peerHead = ['scheduler', 'sees', 'memory', 'cost, ns', 'false', 'delay', 'regret', 'tuned'];

/** A row for each scheduler: what it is by hand, how it does from the results of the scoreboard and the arena. */
export function peerRows(): string[][] {
  const { scores } = scoreboard.byLength.find((one) => one.steps === steps)!;
  const { standings } = arena.peers;
  const regretOf = (name: string) => {
    const regret = standings.find(({ contestant }) => contestant === name)?.meanRegret;
    return regret ? `${(100 * regret.value).toFixed(1)}\u00a0%` : '';
  };
  const ruled = peers.map((peer) => {
    const score = scores.find(({ contestant }) => contestant === peer.scoreboard);
    const cost = (scoreboard.cost as Readonly<Record<string, number>>)[peer.scoreboard ?? ''];
    if (peer.scoreboard !== undefined && (!score || cost === undefined))
      throw new Error(`the scoreboard has no ${peer.scoreboard}`);
    return [
      ...[peer.name, peer.sees, peer.memory, cost?.toFixed(1) ?? ''],
      ...[score ? `${score.falsePercent}\u00a0%` : '', score ? (score.medianDelay?.toFixed(2) ?? '–') : ''],
      ...[regretOf(peer.arena), regretOf(`${peer.arena}-tuned`)],
    ];
  });
  const fixed = standings.filter((one) => one.fixed);
  return [
    ...ruled,
    ...fixed.map(({ contestant }) => [
      contestant,
      'the iteration',
      'none',
      '',
      '',
      '',
      regretOf(contestant),
      '',
    ]),
  ];
}
