import { PickledArray, PickledDtype } from './numpyValues.js';
import { PickleError } from './pickleError.js';

/** A name that a pickle may use. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** Replacement for calling a name: it only creates plain data. `allow` counts the allocated bytes. */
type Maker = (args: readonly unknown[], allow: (bytes: number) => void) => unknown;

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

/** NumPy has used two names for its core. */
const canonical = (name: string) => name.replace(/^numpy\._?core\./, '');

/** @throws PickleError for every other name, because a pickle could call anything. */
export function pickleGlobal(module: string, name: string): PickleGlobal {
  const full = canonical(`${module}.${name}`);
  if (!Object.hasOwn(makers, full)) {
    throw new PickleError(
      `it calls ${module}.${name}, which no verification set needs; loading it in Python would run it`,
    );
  }
  return new PickleGlobal(full);
}

export function callGlobal(callee: unknown, args: unknown, allow: (bytes: number) => void): unknown {
  const maker = callee instanceof PickleGlobal ? makers[callee.name] : null;
  if (!maker || !Array.isArray(args)) throw new PickleError('it calls something that is no function');
  return maker(args, allow);
}

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
