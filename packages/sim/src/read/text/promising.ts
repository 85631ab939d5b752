/** A line without any of these says nothing of a training. */
export const promising =
  /loss|nll|cost|trl|xent|entropy|lr|l\.r|learning.?rate|epoch|\bep\b|step|iter|batch|\bup\b|(?:mse|rmse|mae|objective|objf|logprob|bpc|elbo|episode)\b|\b(?:[lgd]|err)_|train\S*err/i;

/**
 * The Hugging Face trainer's last line, with the mean of the run; nanoGPT's estimate over many batches; what Keras remarks of an
 * epoch, which it then counts from 0.
 */
export const noRecord =
  /'train_runtime'|\bstep \d+: train loss \S+, val loss |\bEpoch \d+: (?:\w+ (?:improved|did not improve)\b|early stopping)/;
