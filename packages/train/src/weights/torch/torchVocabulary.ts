import { PickleError } from '../../pickle/pickleError.js';
import { type Maker, PickleGlobal, type Vocabulary } from '../../pickle/vocabulary.js';
import { type TorchStorage, TorchTensor } from './torchTensor.js';

/** PyTorch's classes of storages, and the formats of their numbers. */
const formats: Readonly<Record<string, string>> = {
  'torch.FloatStorage': 'F32',
  'torch.DoubleStorage': 'F64',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

const rebuildTensor: Maker = ([storage, offset, shape, strides]) => {
  if (!isStorage(storage) || !Array.isArray(shape) || !Array.isArray(strides))
    throw new PickleError('a tensor has no storage');
  return new TorchTensor(storage, offset as number, shape, strides);
};

const makers: Readonly<Record<string, Maker | null>> = {
  'collections.OrderedDict': ([pairs = []], allow) => {
    if (!Array.isArray(pairs)) throw new PickleError('a dictionary is made of what is no list');
    // A copy of a list that may be named again and again.
    allow(8 * pairs.length);
    if (!pairs.every((pair) => Array.isArray(pair) && pair.length === 2))
      throw new PickleError('a dictionary is made of what are no pairs');
    return new Map(pairs as [unknown, unknown][]);
  },
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': ([tensor]) => tensor,
  ...Object.fromEntries(Object.keys(formats).map((name) => [name, null])),
};

/** What `torch.save` writes of a state_dict: dictionaries, numbers, text, and tensors as views of storages. */
export const torchVocabulary: Vocabulary = {
  subject: 'file of weights',
  makers,
  canonical: (name) => name,
  // A state_dict has attributes (`_metadata`), which say nothing of the weights.
  build(_, made) {
    if (!(made instanceof Map)) throw new PickleError('a state is given to what has none');
  },
  /** ('storage', class, key, device, numbers) */
  persistent(id): TorchStorage {
    const [kind, type, key, , size] = Array.isArray(id) ? id : [];
    const format = type instanceof PickleGlobal ? formats[type.name] : undefined;
    if (kind !== 'storage' || format === undefined || typeof key !== 'string')
      throw new PickleError('it refers to what is no storage');
    if (!Number.isSafeInteger(size) || size < 0) throw new PickleError('a storage has no size');
    return { key, format, size };
  },
};

const isStorage = (value: unknown): value is TorchStorage =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'format' in value && 'key' in value;
