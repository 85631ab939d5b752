import { readFile, stat } from 'node:fs/promises';
import type { LossModel } from '../lossModel/lossModel.js';
import { modelFromJson, modelToJson } from '../lossModel/modelJson.js';
import { Failure, printable } from './failure.js';
import { writeOutput } from './outputs.js';

/** A larger file is no model: five million records take 60 MB. */
const mostBytes = 200e6;

/** Reads a model that `fastface fit` wrote. */
export async function readModel(file: string): Promise<LossModel> {
  const name = printable(file);
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > mostBytes)
      throw new Failure(`${name}: larger than any model (${size} bytes); name a model`, 1);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? error;
    if (code === 'ENOENT')
      throw new Failure(`${name}: no such file; make a model with fastface fit TRACE -o ${name}`, 1);
    throw new Failure(`${name}: could not be read (${code}); name a file that fastface fit wrote`, 1);
  }
  const model = modelFromJson(text);
  if (!model.ok)
    throw new Failure(
      `${name}: ${printable(model.problem)}; make a model with fastface fit TRACE -o model.json`,
      1,
    );
  return model.value;
}

/** Writes a model. */
export const writeModel = (file: string, model: LossModel): Promise<void> =>
  writeOutput('model', file, modelToJson(model));
