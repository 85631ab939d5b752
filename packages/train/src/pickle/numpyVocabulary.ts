import { PickledArray, PickledDtype } from './numpyValues.js';
import { PickleError } from './pickleError.js';
import type { Maker, Vocabulary } from './vocabulary.js';

/** Text, which Python 2 wrote as bytes. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array && value.length < 64) return Buffer.from(value).toString('latin1');
  throw new PickleError('a name is missing');
}

const makers: Readonly<Record<string, Maker | null>> = {
  'numpy.ndarray': null,
  'numpy.dtype': ([type]) => {
    const name = text(type);
    if (!/^[biuf?][1248]?$/.test(name)) throw new PickleError(`numbers of the type ${name} are not read`);
    return new PickledDtype(name);
  },
  'multiarray._reconstruct': () => new PickledArray(),
  'multiarray.scalar': ([dtype, bytes]) => {
    if (!(dtype instanceof PickledDtype) || !(bytes instanceof Uint8Array) || bytes.length !== dtype.bytes) {
      throw new PickleError('a NumPy number has no value');
    }
    return number(dtype, bytes);
  },
  'numeric._frombuffer': ([data, dtype, shape]) => new PickledArray().fill(shape, dtype, data),
  '_codecs.encode': ([value, encoding], allow) => {
    if (typeof value !== 'string' || !/^(latin-?1|iso-?8859-1)$/i.test(text(encoding))) {
      throw new PickleError('text is encoded in another way than latin1');
    }
    allow(value.length);
    return Uint8Array.from(Buffer.from(value, 'latin1'));
  },
};

/** The state that NumPy gives a type or an array after making it. */
function build(state: unknown, made: unknown): void {
  if (!Array.isArray(state)) throw new PickleError('a state is missing');
  if (made instanceof PickledDtype) {
    const order = text(state[1]);
    if (order === '>') throw new PickleError('its numbers are big-endian');
    made.byteOrder = order;
  } else if (made instanceof PickledArray) {
    made.fill(state[1], state[2], state[4]);
  } else {
    throw new PickleError('a state is given to what has none');
  }
}

/** Verification sets: lists of bytes, of NumPy arrays and of NumPy numbers. */
export const numpyVocabulary: Vocabulary = {
  subject: 'verification set',
  makers,
  // NumPy has used two names for its core.
  canonical: (name) => name.replace(/^numpy\._?core\./, ''),
  build,
  persistent: null,
};

function number({ type }: PickledDtype, bytes: Uint8Array): unknown {
  if (type === 'b1' || type === '?') return bytes[0] !== 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Little endian only: no big-endian machine writes these sets.
  if (type === 'u1') return view.getUint8(0);
  if (type === 'i1') return view.getInt8(0);
  if (type === 'i4') return view.getInt32(0, true);
  if (type === 'i8') return Number(view.getBigInt64(0, true));
  throw new PickleError(`numbers of the type ${type} are not read`);
}
