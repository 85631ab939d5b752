/** A word that makes the losses behind it those of a validation, unless it is part of a path or a name. */
const validation =
  /(?<![\w./-])(?:val|valid(?:ation|ating)?|eval|evaluati(?:on|ng)|test|testing|cv|dev)(?![\w/-]|\.\w)/i;
/** `Phase: Training, Dataset used: Validation`: a word behind a colon, whatever else the line says. */
const usedFor = /[:=] ?(?:val|valid|validation|eval|evaluation|test|dev)(?=[,;|]|$)/i;
/** The training, but for a file such as train.py or COCO_train2014_1.jpg. */
const training = /(?<![\w./-])train(?!\w*\.py)|[_/]train(?![\w./])/i;

/** Where in a line it begins to speak of a validation, so that the losses behind are of one; -1 where it does not. */
export const validationAt = (line: string): number => line.search(training.test(line) ? usedFor : validation);
