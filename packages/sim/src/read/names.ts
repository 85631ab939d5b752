/**
 * What a column, key or tag holds, told by its name alone. Every reader asks here, so that `train/loss`, `Loss/Train`
 * and `train_loss_step` mean the same in all formats.
 */
export type Kind =
  | { readonly kind: 'loss'; readonly tier: number }
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'rate'; readonly tier: number }
  | { readonly kind: 'step'; readonly tier: number }
  | { readonly kind: 'epoch' }
  /** For how many steps the run is planned. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'other' };

const words = (text: string) => new Set(text.split(' '));
const phrases = (text: string) => new Set(text.split(','));

const evaluationWords = words(
  'val valid validation validate eval evaluation test testing cv dev holdout heldout tel vloss valloss',
);
const trainWords = words('train training trn tr');
const lossWords = words('loss losses trl nll cost lossvalue xent crossentropy logloss');
/** Where one of these stands beside `loss`, it is a number about the loss, not the loss. */
const aboutLoss = words(
  'scale scaler scaling unscaled weight weights coef coeff lambda fn func function type name reduction ratio std var variance ' +
    'min max best lowest prev previous patience delta vs time grad norm spike spikes nan id config threshold smoothing acc accuracy',
);
/** How the loss was averaged, not which one it is. */
const averaging = words('step epoch iter iteration batch local mean avg average running value current last');
const aboutRate = words(
  'decay iters mult multiplier min max scale ratio final end warmup scheduler policy schedule factor',
);

const rateWords = words('lr lrs lrate learningrate');

const steps = new Map<string, number>();
const stepNames = [
  [
    'global step',
    'globalstep',
    'trainer global step',
    'train global step',
    'num updates',
    'train num updates',
    'optimizer step',
    'global step max steps',
  ],
  [
    'iter',
    'iteration',
    'iterations',
    'iters',
    'iter num',
    'it',
    'itr',
    'update',
    'updates',
    'n iter',
    'num iter',
    'n updates',
    'current iter',
    'current iteration',
    'training iteration',
    'train iteration',
    'training iter',
    'train iter',
    'up',
  ],
  ['step', 'steps', 'train step', 'training step', 'n step', 'batch num', 'current step', 'current steps'],
  // W&B's own `_step` comes here: it counts calls of its log function, so any other step is better.
  [],
  [
    'batch',
    'batch idx',
    'batch index',
    'timesteps',
    'total timesteps',
    'num timesteps',
    'env step',
    'env steps',
  ],
];
stepNames.forEach((names, tier) => {
  for (const name of names) steps.set(name, tier);
});

const plans = phrases(
  'total steps,max steps,num training steps,total iters,max iters,total iterations,max iterations,max iter,num iterations',
);

/** Words that are also written without anything between: `trainloss`, `avgloss`. */
const compounds = /\b(train|training|trn|tr|total|avg|mean|epoch|batch|running|val|valid|test|eval)(loss)\b/g;

/** Lower-case words of a name: `trainLoss`, `Train loss`, `trainloss` and `train/loss` are all train, loss. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(compounds, '$1 $2')
    .replace(/\bcross entropy\b/g, 'crossentropy')
    .replace(/\bl r\b/g, 'lr')
    .split(' ')
    .filter((word) => word !== '');
}

export function kindOf(name: string): Kind {
  const parts = wordsOf(name);
  const has = (set: ReadonlySet<string>) => parts.some((part) => set.has(part));
  const rate = rateTier(parts);
  if (rate !== null) return has(aboutRate) ? { kind: 'other' } : { kind: 'rate', tier: rate };
  if (has(lossWords)) {
    // This also leaves out W&B's `loss__MIN` and `loss__MAX`, the extremes of each point of a chart.
    if (has(aboutLoss) || isTime(parts)) return { kind: 'other' };
    return has(evaluationWords) ? { kind: 'evaluation' } : { kind: 'loss', tier: lossTier(parts) };
  }
  const joined = parts.join(' ');
  // The step of spaCy's tables.
  if (name.trim() === '#') return { kind: 'step', tier: 2 };
  if (joined === 'step' && name.startsWith('_')) return { kind: 'step', tier: 3 };
  const step = steps.get(joined);
  if (step !== undefined) return { kind: 'step', tier: step };
  if (plans.has(joined)) return { kind: 'plan' };
  if (
    joined === 'epoch' ||
    joined === 'epochs' ||
    joined === 'ep' ||
    joined === 'train epoch' ||
    joined === 'num epoch'
  )
    return { kind: 'epoch' };
  return has(evaluationWords) ? { kind: 'other' } : nested(name);
}

/** PaddlePaddle's `reader_cost` and `batch_cost` are seconds. */
const isTime = (parts: readonly string[]): boolean => /(?:reader|batch) cost$/.test(parts.join(' '));

/** `time/step` is not a step. */
const ofSpeed = words('time timer timing sec seconds ms speed perf throughput duration per');

/** `metadata/step`, `train/n_updates`: what the last part says, after names without a prefix. */
function nested(name: string): Kind {
  const at = Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'));
  if (at < 0 || wordsOf(name.slice(0, at)).some((word) => ofSpeed.has(word))) return { kind: 'other' };
  const kind = kindOf(name.slice(at + 1));
  if (kind.kind === 'step') return { kind: 'step', tier: kind.tier + 5 };
  return kind.kind === 'epoch' ? kind : { kind: 'other' };
}

/** Terms that are added to a loss to keep it from something. */
const asideWords = words('entropy kl aux auxiliary reg regularization z');

/** 0: the whole training loss; 1: the same under a prefix; 2: some training loss; 3: some loss; 4: a term beside it. */
function lossTier(parts: readonly string[]): number {
  const rest = parts.filter((part) => !lossWords.has(part) && !trainWords.has(part) && !averaging.has(part));
  if (rest.length === 0 || (rest.length === 1 && /^(total|lm|overall|sum)$/.test(rest[0]!))) return 0;
  const core = parts.filter((part) => !averaging.has(part));
  const [before, last] = core.slice(-2);
  if (
    before &&
    last &&
    ((trainWords.has(before) && lossWords.has(last)) || (lossWords.has(before) && trainWords.has(last)))
  )
    return 1;
  if (parts.some((part) => asideWords.has(part))) return 4;
  return parts.some((part) => trainWords.has(part)) ? 2 : 3;
}

/** 0: the learning rate; 1: of one parameter group or optimizer; 2: the base rate; null: none. */
function rateTier(parts: readonly string[]): number | null {
  const at = parts.findIndex(
    (part, i) => rateWords.has(part) || (part === 'learning' && parts[i + 1] === 'rate'),
  );
  if (at < 0) return null;
  if (parts.includes('base') || parts.includes('initial')) return 2;
  return at === parts.length - (parts[at] === 'learning' ? 2 : 1) ? 0 : 1;
}

/** Whether the loss is the mean of a whole epoch, as its name says. */
export function isEpochMean(name: string): boolean {
  return wordsOf(name).includes('epoch');
}

const labelNames = words('mode split phase stage type subset dataset set part event kind loop');

/** Whether a column of texts may say which rows are of a validation: `mode`, `split`, … */
export function isLabelName(name: string): boolean {
  return labelNames.has(name.toLowerCase());
}

/** Whether a label such as `val` or `eval_step` says that its row is of a validation. */
export function isEvaluationWord(text: string): boolean {
  const parts = text.length < 30 ? wordsOf(text) : [];
  return parts.some((word) => evaluationWords.has(word)) && !parts.some((word) => trainWords.has(word));
}
