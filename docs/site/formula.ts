import temml from 'temml';
import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';

/**
 * A formula as the documentation writes it, in plain text that can be read anywhere (`Eₜ = alpha·Lₜ + (1 − alpha)·Eₜ₋₁`), as
 * MathML; null for text that is none. Three spaces or more part a line into columns, which may wrap on a narrow page.
 */
export function formulaHtml(text: string): string | null {
  try {
    const rows = text.trimEnd().split('\n').map(row);
    return `<div class="formula" tabindex="0" role="group" aria-label="Formula">${rows.join('')}</div>\n`;
  } catch (error) {
    if (error instanceof NoFormula) return null;
    throw error;
  }
}

class NoFormula extends Error {}

function row(line: string): string {
  const indent = line.startsWith(' ') ? ' class="goes-on"' : '';
  const columns = line.trim().split(/ {3,}/);
  return `<div${indent}>${columns.map((column) => `<span>${pieces(column).join(' ')}</span>`).join(' ')}</div>`;
}

/** A column as words and formulas in turn: between them, and behind a comma, a line may break. */
function pieces(column: string): string[] {
  const found: string[] = [];
  let formula = '';
  let depth = 0;
  const flush = () => {
    if (formula.trim() !== '') found.push(temml.renderToString(tex(formula.trim()), { throwOnError: true }));
    formula = '';
  };
  for (const { 0: sign, groups } of column.matchAll(everyToken)) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    // A word behind a letter is one of a sentence, too: “the last P losses”.
    const prose = groups!.words && depth === 0 && (isProse(sign) || /\p{L}\s+$/u.test(formula));
    if (prose) {
      flush();
      found.push(escapeHtml(sign));
    } else if (/^[,;:]$/.test(sign) && formula.trim() === '' && found.length > 0)
      found[found.length - 1] += sign;
    else formula += sign;
    if (depth === 0 && /^[,;:]$/.test(sign)) flush();
  }
  flush();
  return found;
}

const small = new Set(
  'and at by else for from if in is not of on or the then to up when where with'.split(' '),
);
/** Words of a sentence, not a name such as alpha. */
const isProse = (words: string): boolean => /[ “”’-]/.test(words) || small.has(words);

const subscripts: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'₀₁₂₃₄₅₆₇₈₉'].map((digit, i) => [digit, String(i)])),
  ...{
    '₊': '+',
    '₋': '-',
    ₐ: 'a',
    ₑ: 'e',
    ₕ: 'h',
    ₖ: 'k',
    ₗ: 'l',
    ₘ: 'm',
    ₙ: 'n',
    ₚ: 'p',
    ₛ: 's',
    ₜ: 't',
    𝑤: 'w',
  },
};
const operators: Readonly<Record<string, string>> = {
  '·': '\\cdot ',
  '−': '-',
  '×': '\\times ',
  '←': '\\leftarrow ',
  '→': '\\to ',
  '≤': '\\le ',
  '≥': '\\ge ',
  '≈': '\\approx ',
  '±': '\\pm ',
  '…': '\\dots ',
  Σ: '\\textstyle\\sum ',
  '½': '\\tfrac12 ',
  '′': "'",
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, i) => [sign, `^{${i}}`])),
  '%': '\\,\\%',
  ',': ',\\;',
  ';': ';\\;',
  ':': '\\colon\\;',
  ...Object.fromEntries([...'+-=<>/()[]|.!'].map((sign) => [sign, sign])),
};
const functions = new Set(['mean', 'max', 'min', 'floor', 'median', 'log', 'exp', 'Var']);
const hats: Readonly<Record<string, string>> = { '\u0302': '\\hat', '\u0303': '\\tilde' };

const token =
  /(?<space>\s+)|(?<words>(?:[A-Za-z]{2,}[A-Za-z\d]*|[“”’])(?:[ -](?:a (?=[A-Za-z]{2}))?(?:[A-Za-z]{2,}|[“”])|[“”’]|[A-Za-z]{2,})*)|(?<hatted>[\p{L}][\u0302\u0303])|(?<lower>[₀-₉₊₋ₐₑₕₖₗₘₙₚₛₜ𝑤]+)|(?<number>\d+(?:[.,]\d+)*)|(?<letter>[A-Za-zα-ωΑ-ΡΤ-Ω])|(?<power>\^)|(?<under>_)|(?<root>√)|(?<other>[\s\S])/u;
const everyToken = new RegExp(token, 'gu');

/** The formula in TeX. */
function tex(text: string): string {
  const fraction =
    /^(?<before>.*?)(?<over>\([^()]*(?:\([^()]*\)[^()]*)*\))\/(?<under>\((?:[^()]|\([^()]*\))*\))(?<after>.*)$/u.exec(
      text,
    );
  if (fraction && !/[√^]$/.test(fraction.groups!.before!)) {
    const { before, over, under, after } = fraction.groups as Record<string, string>;
    return `${tex(before!)}\\frac{${tex(over!.slice(1, -1))}}{${tex(under!.slice(1, -1))}}${tex(after!)}`;
  }
  let out = '';
  let rest = text;
  let apart = false;
  while (rest !== '') {
    const found = token.exec(rest)!;
    const { groups } = found as unknown as { groups: Record<string, string | undefined> };
    rest = rest.slice(found[0].length);
    if (groups.space) out += ' ';
    else if (groups.words) out += word(found[0], apart ? ' ' : '', rest.startsWith(' ') ? ' ' : '');
    else if (groups.hatted) out += `${hats[found[0][1]!]}{${found[0][0]}}`;
    else if (groups.lower) out += `_{${[...found[0]].map((sign) => subscripts[sign]).join('')}}`;
    else if (groups.number) out += found[0].replaceAll(',', '{,}');
    else if (groups.letter) out += found[0];
    else if (groups.power || groups.under || groups.root) {
      const [inside, after] = argument(rest);
      out += `${groups.root ? '\\sqrt' : found[0]}{${tex(inside)}}`;
      rest = after;
    } else {
      const operator = operators[found[0]];
      if (operator === undefined) throw new NoFormula(found[0]);
      out += operator;
    }
    apart = groups.space !== undefined;
  }
  return out;
}

function word(words: string, before: string, after: string): string {
  if (functions.has(words)) return `\\operatorname{${words}}`;
  if (isProse(words)) return `\\text{${before}${words}${after}}`;
  // Two letters are a product, more are a name.
  return words.length === 2 ? words : `\\mathrm{${words}}`;
}

/** What a power, an index or a root belongs to, and what comes after it. */
function argument(text: string): [inside: string, after: string] {
  if (text.startsWith('(')) {
    let depth = 0;
    for (let i = 0; i < text.length; i++) {
      if (text[i] === '(') depth++;
      if (text[i] === ')' && --depth === 0) return [text.slice(1, i), text.slice(i + 1)];
    }
  }
  const found = /^[−-]?[\p{L}\d.]+/u.exec(text);
  if (!found) throw new NoFormula(text);
  return [found[0], text.slice(found[0].length)];
}
