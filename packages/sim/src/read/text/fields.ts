import type { Kind } from '../names.js';
import type { Span } from '../shapes/numberSlots.js';
import { counts, endsWithName, isSource, kindNamed, lossIn } from './fieldNames.js';
import { countSpan, measureSpan, type NumberToken, numberTokens, pairSpans } from './numberTokens.js';
import { runBefore } from './runBefore.js';

/** A name with its number: a loss, a rate, a step, an epoch; or where the line stands without a name for it. */
export interface Field {
  readonly name: string;
  /** Where the number stands. */
  readonly value: Span;
  /** Of a step, how many there will be, where the line says so. */
  readonly total?: Span | undefined;
  /** Where in the line the name begins. */
  readonly at: number;
}

/** What the numbers of a line say. */
export interface Fields {
  readonly fields: readonly Field[];
  /** `10/300` without a name, before any loss. */
  readonly fractions: readonly Fraction[];
  /** Names of numbers that are none of these. */
  readonly others: readonly string[];
}

export interface Fraction {
  readonly done: Span;
  readonly total: Span;
}

/** A longer line is looked at up to here only. */
const longest = 2048;

/** A word that makes the losses behind it those of a validation, unless it is part of a path or a name. */
const validation =
  /(?<![\w./-])(?:val|valid(?:ation|ating)?|eval|evaluati(?:on|ng)|test|testing|cv|dev)(?![\w/-]|\.\w)/i;
/** The training, but for a file such as train.py or COCO_train2014_1.jpg. */
const training = /(?<![\w./-])train(?!\w*\.py)|[_/]train(?![\w./])/i;

/** `Loss at step 100: 2.5`: the name, and what joins it to a place. */
const placed = /^(.*?) (?:at|after|for|in|on|of|during)(?: the| each| every)?$/i;
const ofPlace = /^(.*?) (?:at|after|for|in|on|of|during) /i;
/** What a number is, where that comes behind it. */
const behindNumber = /^ ((?:[A-Za-z][\w.-]* ){0,3}loss)\s*(?:[,;|)(]|$)/i;
const countUnit = /^\s?(epoch|step|iteration|iter|update|episode)s?\b/i;
const timeUnit = /^\s?(?:secs?|seconds|ms|mins?|minutes|hours|hrs)(?![\w]|\s*[:=])|^[sh%](?![\w])/i;

/** `error of the last 27 batches`. */
const countedThings = /^ (?:batches|epochs|steps|iterations|iters|samples|examples|images)\b/i;

/** Every number of a line whose name says loss, learning rate, step or epoch, wherever the name stands. */
export function fieldsIn(line: string, extra: readonly string[]): Fields {
  return new FieldScan(line.slice(0, longest), extra).result();
}

class FieldScan {
  private readonly fields: Field[] = [];
  private readonly fractions: Fraction[] = [];
  private readonly others: string[] = [];
  private readonly tokens: readonly NumberToken[];
  private readonly validates: number;
  /** A loss whose number comes behind the place: `Loss at step 100: 2.5`, `Loss[3] = 2.5`. */
  private pending: { readonly name: string; readonly at: number } | null = null;

  constructor(
    private readonly text: string,
    private readonly extra: readonly string[],
  ) {
    this.tokens = numberTokens(text);
    this.validates = training.test(text) ? -1 : text.search(validation);
  }

  result(): Fields {
    const { tokens } = this;
    for (let i = 0; i < tokens.length; i++) i += this.token(tokens[i]!, i);
    if (!this.has('loss') && !this.has('evaluation')) this.nameBehind();
    const { fields, fractions, others } = this;
    return { fields, fractions, others };
  }

  /** What a number is; returns how many of the next ones belong to it. */
  private token(token: NumberToken, i: number): number {
    if (this.pending !== null && this.completes(token, i)) return 0;
    const run = runBefore(token);
    if (run === null) return this.fraction(token, i);
    const name = this.extra.find((wanted) => endsWithName(run, wanted)) ?? this.meaning(run, i);
    if (name === null) {
      const named = placed.exec(run)?.[1] ?? (run.endsWith(' @') ? run.slice(0, -2) : undefined);
      const loss = named === undefined ? null : lossIn(named);
      if (loss !== null) this.pending = { name: loss, at: this.at(token, loss) };
      else if (this.others.length < 64 && (!run.includes(' ') || /[:=]\s*$/.test(token.lead)))
        this.others.push(run);
      return /^(?:train|training|progress|process|epoch)$/i.test(run) ? this.fraction(token, i) : 0;
    }
    const at = this.at(token, name);
    return counts(name) && !this.extra.includes(name)
      ? this.count(token, i, name, at, run)
      : this.measure(token, i, name, at);
  }

  private count(token: NumberToken, i: number, name: string, at: number, run: string): number {
    const pair = kindNamed(name) === 'step' ? pairSpans(token) : null;
    if (pair) {
      this.fields.push({ name: 'epoch', value: pair[0], at }, { name, value: pair[1], at });
      return 0;
    }
    const value = countSpan(token);
    if (value === null) return 0;
    const before = placed.exec(run.slice(0, run.length - name.length).trimEnd());
    const loss = before ? lossIn(before[1]!) : null;
    // `inner loss after inner updates: 2.5`.
    const whole = /\.\d/.test(token.text) && /[:=]\s*$/.test(token.lead) ? ofPlace.exec(run)?.[1] : undefined;
    const measured = whole === undefined ? null : lossIn(whole);
    if (measured !== null) return this.measure(token, i, measured, this.at(token, measured));
    if (loss !== null && !this.has('loss')) this.pending = { name: loss, at: this.at(token, before![1]!) };
    const next = this.tokens[i + 1];
    // `Batch [0-20]` and `minibatches 40-49` are ranges, which have come to their ends.
    const isRange = /\[\s*$/.test(token.lead) ? this.text[next?.to ?? 0] === ']' : /(?:es|s)$/.test(name);
    if (next && next.lead === '-' && isRange) {
      this.fields.push({ name, value: countSpan(next) ?? value, at });
      return 1;
    }
    // `epoch 1-599`: the epoch, and the step in it.
    const step = next && next.lead === '-' && kindNamed(name) === 'epoch' ? countSpan(next) : null;
    if (step) {
      this.fields.push({ name, value, at }, { name: 'step', value: step, at });
      return 1;
    }
    const total = this.totalBehind(i);
    this.fields.push({ name, value, total, at });
    return total === undefined ? 0 : 1;
  }

  private measure(token: NumberToken, i: number, name: string, at: number): number {
    const { text, suffix, to } = token;
    const isLoss = kindNamed(name) === 'loss' || kindNamed(name) === 'evaluation';
    const behind = this.text.slice(to, to + 20);
    if (isLoss && (timeUnit.test(behind) || (/^\d+$/.test(text) && countedThings.test(behind)))) return 0;
    const isWhole = /^\d+$/.test(text);
    // `train.log_training_loss:194]` is a line of a program.
    if (isLoss && isWhole && isSource(this.text, at, token, name)) return 0;
    // `loss #2`: which one.
    if (isLoss && token.lead.endsWith('#')) return 0;
    // `loss: mse (2)`: one of a choice, and its code.
    if (isLoss && isWhole && token.lead.endsWith('(') && this.text[to] === ')') return 0;
    const next = this.tokens[i + 1];
    const group = isLoss ? this.grouped(i, name, at) : 0;
    if (group > 0) return group;
    // `learning rate 0.5 -> 0.25`: what it is from now on.
    if (kindNamed(name) === 'rate' && next && /^\s*(?:->|→|=>|to)\s*$/.test(next.lead)) {
      const now = measureSpan(next, this.hasPoints(i + 1));
      if (now !== null) {
        this.fields.push({ name, value: now, at });
        return 1;
      }
    }
    if (isLoss && isWhole && next) {
      // `loss[3] = 2.5`.
      if (/\w\[$/.test(token.lead) && /^\]\s*[:=]/.test(next.lead)) {
        this.pending = { name, at };
        return 0;
      }
      // `Train loss 120 0.482301`: a step, and the loss.
      if (/^\s$/.test(next.lead) && /\.\d/.test(next.text) && next.suffix === '' && !this.has('step')) {
        this.fields.push({ name: 'step', value: [token.from, to], at });
        this.fields.push({ name: this.ofSplit(name, at), value: [next.from, next.to], at });
        return 1;
      }
    }
    // Glued to its name, a whole number is a part of it.
    if (isWhole && /_$/.test(token.lead)) return 0;
    // What a person names may be in percent.
    const unit = suffix === '%' && this.extra.includes(name) ? '' : suffix;
    const value = measureSpan({ ...token, suffix: unit }, this.hasPoints(i));
    if (value === null) return 0;
    if (isLoss) this.pending = null;
    // `loss[loss=0.5, …], tot_loss[loss=0.7, …]`: the mean comes later.
    if (!this.fields.some((field) => field.name === name))
      this.fields.push({ name: this.ofSplit(name, at), value, at });
    return 0;
  }

  /** `Loss span/answer/total=0.75/0.125/0.875`: as many numbers as there are names; how many more. */
  private grouped(i: number, name: string, at: number): number {
    const last = name.slice(name.lastIndexOf(' ') + 1);
    const names = last.split('/');
    const tokens = names.map((_, k) => this.tokens[i + k]);
    const isGroup = tokens.every(
      (token, k) => token && /\.\d/.test(token.text) && (k === 0 || token.lead === '/'),
    );
    if (names.length < 2 || !isGroup || this.tokens[i + names.length]?.lead === '/') return 0;
    const before = name.slice(0, name.length - last.length);
    names.forEach((part, k) => {
      const { from, to } = tokens[k]!;
      this.fields.push({ name: this.ofSplit(before + part, at), value: [from, to], at });
    });
    return names.length - 1;
  }

  /** Is it the number of the loss that was named before the place? `Loss at step 100: 2.5`, `loss after 5 epochs is 2.5`. */
  private completes(token: NumberToken, i: number): boolean {
    const { name, at } = this.pending!;
    const unit = countUnit.exec(token.lead);
    const between = unit ? token.lead.slice(unit[0].length) : token.lead;
    if (!/^[\s\])}"']*(?:(?:is|was|equals)\b|=+|:|->|[,|-])[\s"'([]*$/.test(between)) return false;
    this.pending = null;
    const value = measureSpan(token, this.hasPoints(i));
    if (value === null || timeUnit.test(this.text.slice(token.to, token.to + 20))) return false;
    const place = unit && !this.has('step') && !this.has('epoch') ? countSpan(this.tokens[i - 1]!) : null;
    if (place) this.fields.push({ name: unit![1]!.toLowerCase(), value: place, at });
    this.fields.push({ name: this.ofSplit(name, at), value, at });
    return true;
  }

  /** `Epoch 3: 0.25 CE loss, 94 % accuracy`: the number first, and what it is behind it. */
  private nameBehind(): void {
    for (const token of this.tokens) {
      if (!/(?:^|[:|,;(\])–-])\s*$/.test(token.lead) || token.suffix !== '' || !/\.\d/.test(token.text))
        continue;
      const name = behindNumber.exec(this.text.slice(token.to, token.to + 60))?.[1];
      if (name === undefined || !['loss', 'evaluation'].includes(kindNamed(name))) continue;
      this.fields.push({
        name: this.ofSplit(name, token.from),
        value: [token.from, token.to],
        at: token.from,
      });
    }
  }

  /** `10/300`, which no name explains, is where the line stands, if it comes before what was measured. */
  private fraction(token: NumberToken, i: number): number {
    const total = this.totalBehind(i);
    if (total === undefined) return 0;
    const done = countSpan(token);
    // `2024/01/05`; `01/05 16:09`, as it is in a progress bar, which is looked at elsewhere.
    const isDate = this.tokens[i + 2]?.lead === '/' || token.lead === '/' || token.lead.endsWith('/');
    const isBar = / \[?\d+:\d\d/y;
    isBar.lastIndex = total[1];
    const isWhole = [token, this.tokens[i + 1]!].every(
      ({ text, suffix }) => /^[\d,]+$/.test(text) && suffix === '',
    );
    const isLate = this.has('loss') || this.has('evaluation');
    if (done && isWhole && !isDate && !isLate && !isBar.test(this.text)) this.fractions.push({ done, total });
    return 1;
  }

  private has(kind: Kind['kind']): boolean {
    return this.fields.some(({ name }) => kindNamed(name) === kind);
  }

  private ofSplit(name: string, at: number): string {
    const isOfValidation = this.validates >= 0 && this.validates < at && kindNamed(name) === 'loss';
    return isOfValidation ? `validation ${name}` : name;
  }

  /** Where a name begins that stands before a number. */
  private at({ from, lead }: NumberToken, name: string): number {
    const at = lead.lastIndexOf(name.split(' ')[0]!);
    return from - lead.length + Math.max(at, 0);
  }

  /** Does another number that is measured have a decimal point? */
  private hasPoints(i: number): boolean {
    return this.tokens.some(({ text, lead }, k) => k !== i && /\.\d/.test(text) && /[A-Za-z]/.test(lead));
  }

  /** `3/100`, `3 / 100`, `3 of 100`. */
  private totalBehind(i: number): Span | undefined {
    const next = this.tokens[i + 1];
    return next && /^\s*(?:\/|of)\s*$/.test(next.lead) ? (countSpan(next) ?? undefined) : undefined;
  }

  /** The last words of a text that name something: `INFO Global Step` means `Global Step`, `loss at step` means `step`. */
  private meaning(run: string, i: number): string | null {
    const known = meanings.get(run);
    if (known !== undefined) return known;
    const parts = run.split(' ').slice(-4);
    const suffixes = parts.map((_, at) => parts.slice(at).join(' '));
    const last = suffixes.at(-1)!;
    if (/^ep\.?$/i.test(last)) return 'epoch';
    // `i=3/100` and `batch i:3` are steps.
    if (/^i$/i.test(last))
      return this.totalBehind(i) !== undefined || counts(parts.at(-2) ?? '') ? 'step' : null;
    const isCount = counts(last);
    const found =
      suffixes.find((name) => (isCount ? counts(name) : kindNamed(name) !== 'other' && !placed.test(name))) ??
      null;
    // `Time cost` is no cost, `best loss` no loss: a word in front says so.
    const spoilt = found !== null && !isCount && found !== suffixes[0] && kindNamed(found) !== 'rate';
    const name = spoilt ? null : found;
    if (meanings.size < 4096) meanings.set(run, name);
    return name;
  }
}

const meanings = new Map<string, string | null>();
