/** Tasks that no rule and no constant was chosen on. */
export const reported = ['margin-vectors', 'digits', 'text', 'logistic', 'few-samples', 'spirals'];

export const rates = [0.25, 0.5, 1, 2, 4];

/** Shares of a task's updates, for metric against budget. */
export const budgets = [0.1, 0.25, 0.5, 1];

/** The default, the one before it, and the fixed schedules, on everything. */
export const main = {
  schedulers: [
    'fastface-auto',
    'fastface-steps',
    'constant',
    'linear',
    'power-2',
    'cosine',
    'wsd-10',
    'wsd-20',
  ],
  budgets: [0.5, 1],
  seeds: 3,
};

/** Everyone, plateau rules and published schedulers too, at half the budget. */
export const everyone = { schedulers: [], budgets: [0.5], seeds: 3 };

/** Face recognisers, which take a minute or two a training: fewer schedulers, rates and budgets. */
export const faces = {
  tasks: ['faces-easy', 'faces-hard', 'photographs'],
  schedulers: ['fastface-auto', 'constant', 'linear', 'power-2', 'cosine', 'wsd-20'],
  rates: [1, 2],
  budgets: [1],
  seeds: 2,
};

/** What the continuous integration trains: minutes become seconds, and a gate in place of a verdict. */
export const short = { tasks: ['logistic', 'quadratic'], seeds: 2, budgets: [0.25] };
