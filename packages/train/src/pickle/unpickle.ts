import { ByteReader } from './byteReader.js';
import { PickleError } from './pickleError.js';
import { callGlobal, pickleGlobal, type Vocabulary } from './vocabulary.js';

/** Limit above any pickle met; it protects the memory from hostile ones. */
const mostValues = 1 << 22;

/**
 * Reads a pickle of lists, tuples (both become arrays), bytes, text, numbers, booleans, None, and what the
 * vocabulary has: protocols 1 to 5, of Python 2 and 3. Nothing in it is executed. The few names of the vocabulary are
 * replaced by constructors of plain data; all other names and all opcodes that such values do not need are rejected.
 * Python 2 text and bytes both become bytes, a dictionary becomes a Map. Memory is bounded by the size of the input.
 *
 * @throws PickleError for anything else
 */
export function unpickle(bytes: Uint8Array, vocabulary: Vocabulary): unknown {
  const reader = new ByteReader(bytes);
  try {
    return run(reader, vocabulary, 2 * bytes.length + 1024);
  } catch (error) {
    if (error instanceof PickleError) throw new PickleError(`${error.message} (at byte ${reader.at})`);
    throw error;
  }
}

function run(reader: ByteReader, vocabulary: Vocabulary, mostMade: number): unknown {
  const stack: unknown[] = [];
  const marks: number[] = [];
  const memo = new Map<number, unknown>();
  let made = 0;
  let values = 0;

  const allow = (bytes: number) => {
    made += bytes;
    if (made > mostMade) throw new PickleError('it makes more than it holds');
  };
  const push = (value: unknown) => {
    if (++values > mostValues) throw new PickleError(`it has more than ${mostValues} values`);
    stack.push(value);
  };
  /** The last `count` values; none may lie below the last mark. */
  const pop = (count: number) => {
    if (stack.length - count < (marks.at(-1) ?? 0)) throw new PickleError('a value is missing');
    return stack.splice(stack.length - count, count);
  };
  const popMark = () => {
    const mark = marks.pop();
    if (mark === undefined) throw new PickleError('a mark is missing');
    return stack.splice(mark);
  };
  const top = () => {
    if (stack.length <= (marks.at(-1) ?? 0)) throw new PickleError('a value is missing');
    return stack.at(-1);
  };
  const append = (items: readonly unknown[]) => {
    const list = top();
    if (!Array.isArray(list)) throw new PickleError('something is appended to what is no list');
    for (const item of items) list.push(item);
  };
  const get = (key: number) => {
    if (!memo.has(key)) throw new PickleError(`it has no memo ${key}`);
    push(memo.get(key));
  };
  const put = (items: readonly unknown[]) => {
    const dictionary = top();
    if (!(dictionary instanceof Map) || items.length % 2 !== 0)
      throw new PickleError('something is put into what is no dictionary');
    for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
  };

  for (;;) {
    const opcode = reader.u8();
    if (vocabulary.persistent === null && withDictionaries.has(opcode)) throw unneeded(opcode, vocabulary);
    switch (opcode) {
      case 0x80: // PROTO
        if (reader.u8() > 5) throw new PickleError('its protocol is newer than 5');
        break;
      case 0x95: // FRAME
        reader.u64();
        break;
      case 0x2e: // STOP
        return pop(1)[0];
      case 0x28: // MARK
        if (marks.length > 1000) throw new PickleError('it is nested too deep');
        marks.push(stack.length);
        break;

      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        push([]);
        break;
      case 0x6c: // LIST
      case 0x74: // TUPLE
        push(popMark());
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        push(pop(opcode - 0x84));
        break;
      case 0x61: // APPEND
        append(pop(1));
        break;
      case 0x65: // APPENDS
        append(popMark());
        break;

      case 0x7d: // EMPTY_DICT
        push(new Map());
        break;
      case 0x73: // SETITEM
        put(pop(2));
        break;
      case 0x75: // SETITEMS
        put(popMark());
        break;
      case 0x51: // BINPERSID
        push(vocabulary.persistent!(pop(1)[0]));
        break;

      case 0x71: // BINPUT
        memo.set(reader.u8(), top());
        break;
      case 0x72: // LONG_BINPUT
        memo.set(reader.u32(), top());
        break;
      case 0x70: // PUT
        memo.set(whole(reader.line()), top());
        break;
      case 0x94: // MEMOIZE
        memo.set(memo.size, top());
        break;
      case 0x68: // BINGET
        get(reader.u8());
        break;
      case 0x6a: // LONG_BINGET
        get(reader.u32());
        break;
      case 0x67: // GET
        get(whole(reader.line()));
        break;

      case 0x54: // BINSTRING
      case 0x42: // BINBYTES
        push(reader.take(reader.u32()));
        break;
      case 0x55: // SHORT_BINSTRING
      case 0x43: // SHORT_BINBYTES
        push(reader.take(reader.u8()));
        break;
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        push(reader.take(reader.u64()));
        break;
      case 0x58: // BINUNICODE
        push(reader.text(reader.u32()));
        break;
      case 0x8c: // SHORT_BINUNICODE
        push(reader.text(reader.u8()));
        break;
      case 0x56: // UNICODE
        push(reader.line());
        break;

      case 0x4a: // BININT
        push(reader.i32());
        break;
      case 0x4b: // BININT1
        push(reader.u8());
        break;
      case 0x4d: // BININT2
        push(reader.u16());
        break;
      case 0x49: // INT, which also writes booleans
        push(integer(reader.line()));
        break;
      case 0x8a: // LONG1
        push(reader.long(reader.u8()));
        break;
      case 0x47: // BINFLOAT
        push(reader.f64());
        break;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        push(opcode === 0x88);
        break;
      case 0x4e: // NONE
        push(null);
        break;

      case 0x63: // GLOBAL
        push(pickleGlobal(vocabulary, reader.line(), reader.line()));
        break;
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = pop(2);
        if (typeof module !== 'string' || typeof name !== 'string')
          throw new PickleError('a name is missing');
        push(pickleGlobal(vocabulary, module, name));
        break;
      }
      case 0x52: {
        // REDUCE
        const [callee, args] = pop(2);
        push(callGlobal(vocabulary, callee, args, allow));
        break;
      }
      case 0x62: // BUILD
        vocabulary.build(pop(1)[0], top());
        break;
      default:
        throw unneeded(opcode, vocabulary);
    }
  }
}

/** EMPTY_DICT, SETITEM, SETITEMS, BINPERSID, LONG1, BINFLOAT. */
const withDictionaries: ReadonlySet<number> = new Set([0x7d, 0x73, 0x75, 0x51, 0x8a, 0x47]);

const unneeded = (opcode: number, { subject }: Vocabulary) =>
  new PickleError(`it uses the opcode 0x${opcode.toString(16)}, which no ${subject} needs`);

function integer(line: string): number | boolean {
  if (line === '00' || line === '01') return line === '01';
  return whole(line);
}

function whole(line: string): number {
  const value = Number(line);
  if (!/^-?\d{1,15}\r?$/.test(line)) throw new PickleError(`a number is missing: ${line.slice(0, 20)}`);
  return value;
}
