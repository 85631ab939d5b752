import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/read/names.js';
import { numberOf } from '../../src/read/number.js';

describe('names', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    'loss 0': [
      'loss',
      'Loss',
      'train_loss',
      'train/loss',
      'Loss/Train',
      'trainLoss',
      'train_loss_step',
      'train_loss_epoch',
      'train/step_loss',
      'train_loss_local',
      'Train loss',
      'total_loss',
      'lm loss',
      'trl',
      'Loss/total_loss',
      'training_loss',
      'cross-entropy',
      'Cost',
    ],
    'loss 1': ['model_a/train_loss', 'my/run/train/loss'],
    'loss 2': ['train/box_loss', 'train_ce_loss'],
    'loss 3': ['act_loss', 'loss_cls', 'loss/qf1_loss', 'loss_rpn_loc'],
    'loss 4': ['loss_bbox_aux_0', 'actor/entropy_loss', 'kl_loss'],
    evaluation: [
      'val_loss',
      'val/loss',
      'Loss/Validation',
      'eval_loss',
      'test_loss',
      'validation loss',
      'valLoss',
      'valid_loss',
      'eval_squad_loss',
    ],
    'rate 0': [
      'lr',
      'learning_rate',
      'learning-rate',
      'learning rate',
      'LearningRate',
      'train_lr',
      'loss/learning_rate',
      'LR',
      'train/lr',
    ],
    'rate 1': ['lr/pg0', 'lr-AdamW', 'lr-AdamW/pg1'],
    'rate 2': ['base_lr'],
    'step 0': ['global_step', 'Global Step', 'trainer/global_step', 'num_updates'],
    'step 1': ['iter', 'iteration', 'Iteration'],
    'step 2': ['step', 'Step', 'steps'],
    'step 3': ['_step'],
    epoch: ['epoch', 'Epoch'],
    other: [
      'loss scale',
      'tel',
      'loss_scale',
      'config/lossLag',
      'skip update lossz',
      'train/loss__MIN',
      'val/loss__MAX',
      'lr_decay_iters',
      'accuracy',
      'lm loss vs samples',
      'loss_weight',
      'min_lr',
      'glossary',
      '',
      'closs',
    ],
  };
  for (const [expected, names] of Object.entries(kinds)) {
    it(`of ${expected}: ${names.join(', ')}`, () => {
      const found = names.map((name) => {
        const kind = kindOf(name);
        return 'tier' in kind ? `${kind.kind} ${kind.tier}` : kind.kind;
      });
      expect(found).toEqual(names.map(() => expected));
    });
  }
});

describe('numbers', () => {
  it('are what trainers print', () => {
    const texts = [
      '0.25',
      '-1',
      '+2',
      '.5',
      '5.',
      '1e-05',
      '2.0E+03',
      '0',
      '0.0',
      'nan',
      'NaN',
      '-nan',
      'inf',
      '-Infinity',
    ];
    expect(texts.map(numberOf)).toEqual([
      0.25,
      -1,
      2,
      0.5,
      5,
      1e-5,
      2000,
      0,
      0,
      NaN,
      NaN,
      NaN,
      Infinity,
      -Infinity,
    ]);
  });
  it('are nothing else', () => {
    const texts = [
      '',
      '-',
      '.',
      'N/A',
      '0x1f',
      '0b1',
      '12px',
      '1_000',
      '1,5',
      'none',
      'nanz',
      'true',
      'infinite',
    ];
    expect(texts.map(numberOf)).toEqual(texts.map(() => undefined));
  });
});
