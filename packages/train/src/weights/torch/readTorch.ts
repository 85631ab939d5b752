import type { FileHandle } from 'node:fs/promises';
import { BadInput } from '../../badInput.js';
import { numberFormats } from '../../checkpoint/numberFormats.js';
import { readExactly } from '../../checkpoint/readExactly.js';
import type { Tensors } from '../../checkpoint/tensors.js';
import { PickleError } from '../../pickle/pickleError.js';
import { unpickle } from '../../pickle/unpickle.js';
import { mostEntries, type StoredEntry, storedEntries } from './storedEntries.js';
import { type TorchStorage, TorchTensor } from './torchTensor.js';
import { torchVocabulary } from './torchVocabulary.js';

/** The pickle of the largest network takes a hundredth of this; the numbers are not in it. */
const mostPickle = 1 << 24;

const advice = 'save the weights alone: torch.save(model.state_dict(), "backbone.pth"), or as safetensors';

/**
 * The weights of a file of `torch.save` (PyTorch 1.6 or newer): a state_dict, or a checkpoint that holds one as
 * `state_dict_backbone` or `state_dict`. The pickle in it is parsed as data and never executed; it may name a few
 * functions and the storages of PyTorch, and nothing else. All number formats become 32-bit floats. `module.`, which DataParallel puts
 * before every name, is taken off.
 *
 * @throws BadInput for anything else
 */
export async function readTorch(file: FileHandle, path: string): Promise<Tensors> {
  const entries = await storedEntries(file, path);
  const fail = (problem: string) => new BadInput(path, problem, advice);
  const pickleName = [...entries.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickleName === undefined) throw fail('is a zip file without data.pkl, and none of PyTorch');
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const read = ({ begin, bytes }: StoredEntry) => readExactly(file, begin, bytes, fail);
  const order = entries.get(`${folder}byteorder`);
  if (order !== undefined && order.bytes < 16 && Buffer.from(await read(order)).toString() !== 'little')
    throw fail('has big-endian numbers');
  const pickle = entries.get(pickleName)!;
  if (pickle.bytes > mostPickle) throw fail(`has a pickle of ${pickle.bytes} bytes`);

  const found = stateIn(parse(await read(pickle), fail));
  if (found === null) throw fail('holds no state_dict: no dictionary of tensors');
  const numbers = new Map<string, { readonly of: TorchStorage; readonly values: Float32Array }>();
  const tensors: Tensors = new Map();
  // Entries and tensors may overlap; all together they are no more than the file.
  const { size: fileBytes } = await file.stat();
  let [stored, viewed] = [0, 0];
  for (const [name, tensor] of found) {
    viewed += tensor.count;
    if (viewed > fileBytes) throw fail('has tensors that are larger than the file');
    const { key } = tensor.storage;
    const entry = entries.get(`${folder}data/${key}`);
    if (entry === undefined) throw fail(`lacks the numbers of ${name}`);
    let known = numbers.get(key);
    if (known === undefined) {
      known = { of: tensor.storage, values: await decoded(tensor.storage, entry, name) };
      numbers.set(key, known);
    }
    if (known.of.size !== tensor.storage.size || known.of.format !== tensor.storage.format)
      throw fail(`has two storages called ${key}`);
    tensors.set(name.replace(/^(module\.)+/, ''), {
      shape: tensor.shape,
      data: tensor.elements(known.values),
    });
  }
  return tensors;

  async function decoded(
    { format, size }: TorchStorage,
    entry: StoredEntry,
    name: string,
  ): Promise<Float32Array> {
    const { bytes, decode } = numberFormats.get(format)!;
    if (entry.bytes !== size * bytes) throw fail(`has ${entry.bytes} bytes for ${size} numbers of ${name}`);
    stored += entry.bytes;
    if (stored > fileBytes) throw fail('has numbers that are larger than the file');
    const raw = await read(entry);
    return decode(new DataView(raw.buffer, raw.byteOffset, raw.length), size);
  }
}

function parse(bytes: Uint8Array, fail: (problem: string) => BadInput): unknown {
  try {
    return unpickle(bytes, torchVocabulary);
  } catch (error) {
    if (error instanceof PickleError) throw fail(`cannot be read as weights: ${error.message}`);
    throw error;
  }
}

/** The tensors of a state_dict, or of the one in a checkpoint, by name. */
function stateIn(contents: unknown): [string, TorchTensor][] | null {
  if (!(contents instanceof Map)) return null;
  const held = [contents.get('state_dict_backbone'), contents.get('state_dict'), contents];
  const state = held.find((value) => value instanceof Map) as Map<unknown, unknown>;
  const tensors = [...state].filter(
    (entry): entry is [string, TorchTensor] =>
      typeof entry[0] === 'string' && entry[1] instanceof TorchTensor,
  );
  return tensors.length === state.size && tensors.length > 0 && tensors.length <= mostEntries
    ? tensors
    : null;
}
