import { isSplit } from './fieldNames.js';
import type { NumberToken } from './numberTokens.js';

/** What may stand between a name and its number. */
const separator = /(?:["'#]*(?:\s*(?:[:=~≈→]+>?|->|\s-\s)\s*|\s+)|)["'[({<#]{0,3}\s{0,12}$/;
const nameRun = /[A-Za-z_][\w./@-]*(?: [A-Za-z_][\w./@-]*){0,7}$/;
const filler = /(?: (?:is|was|of|are|about|value))+$/i;

/** The words right before a number that may name it: at most eight, without what stands in brackets between. */
export function runBefore({ lead, text }: NumberToken): string | null {
  const glue = separator.exec(lead.slice(-200));
  const close = lead.slice(-200, glue ? lead.length - glue[0].length : undefined);
  // `loss (train)` is that of the training, `loss (for one batch)` a loss, `for 'output'` for that one.
  const bare = close
    .replace(/(?<= )'(\w+)'(?= )/g, '$1')
    .replace(/(?<=\w)\s?[([]([A-Za-z][^()[\]]{0,40})[)\]]/g, (_, inner: string) =>
      isSplit(inner) ? ` ${inner}` : '',
    )
    .replace(/[)\]"'\s]+$/, '');
  const run = nameRun.exec(bare)?.[0];
  if (run === undefined) return null;
  // Without anything between, only a name that ends with an underscore, or a count, is one.
  const isGlued = glue === null || glue[0] === '';
  if (isGlued && !run.endsWith('_') && !/(?:epoch|step|iter|iteration|batch)$/i.test(run)) return null;
  const name = run.replace(filler, '').replace(/_+$/, '');
  return text === '' ? null : name.replace(/(?<=\w{2}|\.)[.-]+$/, (end) => (end === '.' ? end : ''));
}
