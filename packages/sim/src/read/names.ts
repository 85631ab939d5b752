/**
 * What a column, key or tag holds, told by its name alone. Every reader asks here, so that `train/loss`, `Loss/Train`
 * and `train_loss_step` mean the same in all formats.
 *
 * A name has a grammar. Each of its words says what is measured (a loss, an error, a score, a time, a count), of which
 * split (training or validation), aggregated how (of a step, running, mean), or which one (`cls`, `A`, 0). What is measured
 * is decided by the last word that says so: `Loss/scores/fake/mean` is a score, `loss_scale` a scale, `id_loss` a loss.
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

/** Of which split. */
const evaluationWords = words(
  'val vali valid validation validate validating eval evaluation evaluating test testing te cv dev holdout heldout tel vloss valloss',
);
const trainWords = words('train training trn tr');

/** Aggregated how, which leaves the loss what it is. */
const averaging = words(
  'step epoch iter iteration batch minibatch mini local global mean avg average running current cur last smooth smoothed ema window ' +
    'interval metric',
);

/** What is measured: a loss; an error, which is one where a log has no loss; anything else. */
const lossWords = words('loss losses trl nll cost lossvalue xent crossentropy logloss');
const errorWords = words('mse rmse mae bce bpc bpb elbo nelbo objective objf logprob');
const otherMeasures = words(
  'scale scaler scaling lag weight weights coef coeff lambda fn func function type name reduction ratio config smoothing id ' +
    'score scores acc accuracy auc f1 recall precision reward rewards return norm grad gradient count counts num samples tokens ' +
    'time sec secs seconds ms hours min max size memory mem throughput speed perplexity ppl',
);
/** Wherever one of these stands, the number is about the loss, not the loss: an extreme, a spread, a duration. */
const aboutLoss = words(
  'min max best lowest prev previous patience delta vs std var variance nan spike spikes threshold time unscaled',
);

const rateWords = words('lr lrs lrate learningrate');
const aboutRate = words(
  'decay iters mult multiplier min max scale ratio final end warmup scheduler policy schedule factor',
);

const steps = new Map<string, number>();
const stepNames = [
  'global step,globalstep,trainer global step,train global step,num updates,train num updates,optimizer step,global step max steps',
  'iter,iteration,iterations,iters,iter num,it,itr,update,updates,n iter,num iter,num iters,n updates,current iter,current iteration,' +
    'training iteration,train iteration,training iter,train iter,up,global iter,global iteration',
  'step,steps,train step,train steps,training step,training steps,n step,batch num,current step,current steps,step num',
  // W&B's own `_step` comes here: it counts calls of its log function, so any other step is better.
  '',
  'batch,batches,batch idx,batch index,batch id,minibatch,mini batch,timestep,timesteps,total timesteps,num timesteps,env step,env steps',
  'timesteps total,episode,episodes,tick,kimg,example counter,minibatches',
  'i',
];
stepNames.forEach((names, tier) => {
  for (const name of names.split(',')) if (name !== '') steps.set(name, tier);
});

const epochNames = phrases('epoch,epochs,ep,train epoch,num epoch,current epoch,epoch num');
const plans = phrases(
  'total step,total steps,max steps,num training steps,total iter,total iters,max iters,total iterations,max iterations,max iter,num iterations',
);

/** What the totals of a column of steps are called, as in `step 3/100`. */
export const totalOf = (name: string): string => `${name}/…`;

/** What the units are called to which a column of steps is rounded, as in `step 3K`. */
export const roundedOf = (name: string): string => `${name}/±`;

/** Whether a name is one of these two. */
export const isBesideStep = (name: string): boolean => name.endsWith('/…') || name.endsWith('/±');

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
    .replace(/\bobjective function\b/g, 'objective')
    .replace(/\bl r\b/g, 'lr')
    .split(' ')
    .filter((word) => word !== '');
}

export function kindOf(name: string): Kind {
  if (isBesideStep(name)) return { kind: 'plan' };
  const spelled = wordsOf(name);
  // `lm loss value` is the loss; `value loss` is that of a value function.
  const parts = spelled.at(-1) === 'value' && spelled.length > 1 ? spelled.slice(0, -1) : spelled;
  const has = (set: ReadonlySet<string>) => parts.some((part) => set.has(part));
  const rate = rateTier(parts);
  if (rate !== null) {
    // What stands in front of it in a path is where it was logged.
    const own = name.split('/').findIndex((part) => rateTier(wordsOf(part)) !== null);
    const about = wordsOf(name.split('/').slice(Math.max(own, 0)).join('/'));
    return about.some((part) => aboutRate.has(part)) ? { kind: 'other' } : { kind: 'rate', tier: rate };
  }
  const tier = lossTier(name, parts);
  if (tier !== null) {
    // This also leaves out W&B's `loss__MIN` and `loss__MAX`, the extremes of each point of a chart.
    if (has(aboutLoss) || isTime(parts)) return { kind: 'other' };
    return has(evaluationWords) ? { kind: 'evaluation' } : { kind: 'loss', tier };
  }
  const joined = parts.join(' ');
  // The step of spaCy's tables.
  if (name.trim() === '#') return { kind: 'step', tier: 2 };
  if (joined === 'step' && name.startsWith('_')) return { kind: 'step', tier: 3 };
  const step = steps.get(joined);
  if (step !== undefined) return { kind: 'step', tier: step };
  if (plans.has(joined)) return { kind: 'plan' };
  if (epochNames.has(joined)) return { kind: 'epoch' };
  return has(evaluationWords) ? { kind: 'other' } : nested(name);
}

/** `time cost`, and PaddlePaddle's `reader_cost` and `batch_cost`, are seconds. */
const isTime = (parts: readonly string[]): boolean =>
  parts.at(-1) === 'cost' &&
  /^(?:reader|batch|data|time|computation|computational)$/.test(parts.at(-2) ?? '');

/** `time/step` is not a step. */
const ofSpeed = words('time timer timing sec seconds ms speed perf throughput duration per');

/** `metadata/step`, `train/n_updates`, `Progress/tick/mean`: what the last part says, after names without a prefix. */
function nested(name: string): Kind {
  const whole = name.replace(/[/.](?:mean|avg|value)$/, '');
  const at = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('.'));
  if (at < 0 || wordsOf(whole.slice(0, at)).some((word) => ofSpeed.has(word))) return { kind: 'other' };
  const kind = kindOf(whole.slice(at + 1));
  if (kind.kind === 'step') return { kind: 'step', tier: kind.tier + 5 };
  return kind.kind === 'epoch' ? kind : { kind: 'other' };
}

/** Terms that are added to a loss: to keep it from something, or as a part of it. */
const asideWords = words(
  'entropy kl aux auxiliary reg regularization z policy value vf pg surrogate penalty commitment commit scaled huber giou',
);

const totalWords = words('total sum overall all');

/** Whether a number that nothing calls a loss may be a term of one, or their sum: `policy`, `SmoothL1`, `total`. */
export function mayBeTerm(name: string): boolean {
  const parts = wordsOf(name);
  return (
    /^(?:smooth )?l [12]$/.test(parts.join(' ')) ||
    (parts.length === 1 && (asideWords.has(parts[0]!) || totalWords.has(parts[0]!)))
  );
}

/** A part of the loss, or a term beside it. */
export const partTier = 4;

/** From this tier on, nothing in a name says that it is a loss; that a person should say. */
export const unsaidTier = 5;

/**
 * 0: the whole training loss; 1: the same under a prefix; 2: some training loss; 3: some loss; 4: a part of one, or a term beside
 * it; 5: an error of the training, which is a loss where there is none; 6: the same, of nobody knows what; null: none.
 */
function lossTier(name: string, parts: readonly string[]): number | null {
  const isMeasure = (part: string) =>
    lossWords.has(part) || errorWords.has(part) || otherMeasures.has(part) || part === 'error';
  const measure = parts.findLast(isMeasure);
  const isOfTraining = parts.some((part) => trainWords.has(part));
  // DL4J calls its loss a score.
  if (/\bscore at iteration$/.test(parts.join(' '))) return 3;
  if (measure === undefined) {
    // `l_pix`, `l_g_gan` of BasicSR; `g_trn_l`; `G_A`, `D_real` of CycleGAN and pix2pix; `Err_G` of dcgan.torch.
    if (/^l_[a-z]\w*$/.test(name) || (isOfTraining && parts.at(-1) === 'l')) return 5;
    return /^[GD]_[A-Za-z]\w*$|^[Ee]rr_?[GD]$/.test(name) ? 6 : null;
  }
  if (errorWords.has(measure) || (measure === 'error' && isOfTraining)) return isOfTraining ? 5 : 6;
  if (!lossWords.has(measure)) return null;
  const rest = parts.filter((part) => !lossWords.has(part) && !trainWords.has(part) && !averaging.has(part));
  if (rest.length === 0 || (rest.length === 1 && /^(total|tot|lm|overall|sum|full|all)$/.test(rest[0]!)))
    return 0;
  const [before = '', last = ''] = parts.filter((part) => !averaging.has(part)).slice(-2);
  const isWhole = (one: string, other: string) =>
    lossWords.has(one) && (trainWords.has(other) || other === 'total');
  if (isWhole(last, before) || isWhole(before, last)) return 1;
  if (parts.some((part) => asideWords.has(part))) return partTier;
  return isOfTraining ? 2 : 3;
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

const perStepWords = words('step batch minibatch iter iteration');
const smoothWords = words('running avg average mean smooth smoothed ema window epoch');

/** 2: of a single step, as its name says; 1: it does not say; 0: a mean, or smoothed. */
export function sharpness(name: string): number {
  const parts = wordsOf(name);
  if (parts.some((part) => smoothWords.has(part))) return 0;
  return parts.some((part) => perStepWords.has(part)) ? 2 : 1;
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
