import { isEvaluationWord, kindOf } from '../names.js';
import { numberOf } from '../number.js';
import type { Span } from '../shapes/numberSlots.js';

interface Cell {
  readonly text: string;
  /** Where it begins in the line. */
  readonly from: number;
}

/** A row of a table: the names of its numbers, and where they stand. */
export interface TableRow {
  readonly names: readonly string[];
  readonly spans: readonly Span[];
}

/** A line with more than digits in it than this is no row of a table. */
const widest = 300;
/** A line of the names of Vowpal Wabbit's table, which take two: `average    since  example`, `loss       last   counter`. */
const onlyWords = /^\s*[A-Za-z]+(?:\s+[A-Za-z]+){2,11}\s*$/;
const withoutDigits = (text: string): string => text.replace(/\d+/g, '');

const none: readonly never[] = [];
const bar = /\|/g;
const blanks = /\s{2,}|\t/g;

function cellsOf(line: string): Cell[] {
  const text = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  const start = line.indexOf(text);
  const cells: Cell[] = [];
  const add = (from: number, to: number) => {
    const piece = text.slice(from, to);
    const trimmed = piece.trim();
    cells.push({ text: trimmed, from: start + from + piece.indexOf(trimmed) });
  };
  let from = 0;
  for (const { index, 0: between } of text.matchAll(text.includes('|') ? bar : blanks)) {
    add(from, index);
    from = index + between.length;
  }
  add(from, text.length);
  return cells;
}

/**
 * A table in the middle of a text log: names in a line or two, `step | loss | lr`, set apart by bars or by two blanks or
 * more, and below it lines with as many numbers. One cell may hold something else, such as a time, or a word that says that the
 * row is of a validation.
 */
export class TextTable {
  private names: readonly string[] | null = null;
  /** Where in their line the names end, by words and by cells. */
  private ends: ReadonlyMap<number, string> = new Map();
  /** The line just above, where it may be the first one of the names. */
  private above: readonly string[] = none;
  /** Whether the names that were seen last are others than those before. */
  isNew = false;

  /** The line seen last may be the first one of the names, so that it says something to the next one. */
  get mayGoOn(): boolean {
    return this.above.length > 0;
  }

  /** A line that is neither names nor read here. */
  otherLine(): void {
    this.above = none;
  }

  /** A row; undefined for the names above; null for a line of something else. */
  line(line: string): TableRow | undefined | null {
    const { above } = this;
    this.otherLine();
    const hasBars = line.includes('|');
    // A row begins with a number or a bar, mostly behind blanks; names are looked for where there may be some.
    const mayName = /loss/i.test(line) && !/[:=]|\d\.\d/.test(withoutUnits(line));
    if (!hasBars && onlyWords.test(line)) {
      const words = line.trim().split(/\s+/);
      if (mayName && above.length === words.length) return this.head(joined(above, words), new Map());
      this.above = words;
    }
    if (this.names === null && !mayName && !hasBars) return null;
    if (line.length > widest && withoutDigits(line.slice(0, 20 * widest)).length > widest) return null;
    const cells = cellsOf(line);
    if (cells.length < 2) return null;
    const row = this.names === null ? null : rowOf(this.names, this.ends, cells);
    if (row) return row;
    const texts = cells.map(({ text }) => withoutUnits(text).trim());
    const names = hasBars ? joined(above, texts) : texts;
    if (hasBars && texts.every((text) => text === '' || mayBeName(text))) this.above = texts;
    const isHead =
      mayName &&
      line.charCodeAt(0) !== 123 &&
      names.every(mayBeName) &&
      names.some((name) => kindOf(name).kind === 'loss');
    return isHead ? this.head(names, hasBars ? new Map() : endsOf(line, cells)) : null;
  }

  private head(names: readonly string[], ends: ReadonlyMap<number, string>): undefined {
    this.isNew = names.join('|') !== this.names?.join('|');
    this.names = names;
    this.ends = ends;
  }
}

/** The names, of which the line above may hold the first words. */
function joined(above: readonly string[], texts: readonly string[]): readonly string[] {
  if (above.length !== texts.length) return texts;
  const both = texts.map((text, i) => `${above[i]} ${text}`.trim());
  return texts.includes('') || both.some((name, i) => name !== texts[i]) ? both : texts;
}

const endOf = ({ from, text }: Cell): number => from + text.length;

function endsOf(line: string, cells: readonly Cell[]): ReadonlyMap<number, string> {
  const ends = new Map<number, string>();
  for (const { index, 0: word } of line.matchAll(/\S+/g)) ends.set(index + word.length, word);
  for (const cell of cells) ends.set(endOf(cell), cell.text);
  return ends;
}

/** `[1.0e-02, 2.5]`, the terms of DeepXDE's losses. */
const list = /^\[[^[\]]*\]$/;
const item = /[^\s,[\]]+/g;

/** The numbers of a cell: itself, or those of the list that it is. */
function numbersOf(
  cell: Cell,
): readonly { readonly cell: Cell; readonly of: Cell; readonly place: string }[] {
  if (!list.test(cell.text)) return numberOf(cell.text) === undefined ? [] : [{ cell, of: cell, place: '' }];
  const items = [...cell.text.matchAll(item)];
  if (!items.every(({ 0: text }) => numberOf(text) !== undefined)) return [];
  return items.map(({ index, 0: text }, i) => ({
    cell: { text, from: cell.from + index },
    of: cell,
    place: ` [${i + 1}]`,
  }));
}

/** `00:01:02` and `50.00%` are no numbers, but stand where some may. */
const isLikeNumber = (text: string): boolean => /^[\d.:]+%?$/.test(text) || list.test(text);

function rowOf(
  header: readonly string[],
  ends: ReadonlyMap<number, string>,
  cells: readonly Cell[],
): TableRow | null {
  const numbers = cells.flatMap(numbersOf);
  const like = cells.filter(({ text }) => numberOf(text) !== undefined || isLikeNumber(text));
  if (numbers.length < 2 || like.length < cells.length - 1) return null;
  // Numbers below the ends of their names; or as many cells as there are names, but for a mark in front of these.
  const below = numbers.map(({ of }) => ends.get(endOf(of)));
  const names = header.length === cells.length + 1 ? header.filter((name) => name !== '#') : header;
  if (below.includes(undefined) && names.length !== cells.length) return null;
  const isEvaluation = cells.some((cell) => !like.includes(cell) && isEvaluationWord(cell.text));
  const nameOf = ({ of, place }: (typeof numbers)[number], i: number) => {
    const name = (below.includes(undefined) ? names[cells.indexOf(of)]! : below[i]!) + place;
    return isEvaluation && kindOf(name).kind === 'loss' ? `validation ${name}` : name;
  };
  return { names: numbers.map(nameOf), spans: numbers.map(({ cell }) => [cell.from, endOf(cell)]) };
}

/** `Time (hh:mm:ss)`. */
const withoutUnits = (text: string): string => text.replace(/\([A-Za-z:/%]{1,12}\)/g, '');

const mayBeName = (cell: string): boolean =>
  cell !== '' &&
  withoutDigits(cell).length < 30 &&
  !/[:=]/.test(cell) &&
  numberOf(cell) === undefined &&
  !/\d\.\d/.test(cell);
