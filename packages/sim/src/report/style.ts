import { dark, light, type Palette } from './palette.js';
import { svgStyle } from './svgMarks.js';

export const variables = ({ ink, faint, line, paper, shade, series }: Palette): string =>
  `--ink:${ink};--faint:${faint};--line:${line};--paper:${paper};--shade:${shade};${series.map((color, i) => `--c${i}:${color}`).join(';')}`;

/** The report's style: light and dark, for screens of any width and for paper. */
export const style = `
:root{${variables(light)};color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .25rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.5rem 0 .25rem;overflow-wrap:anywhere}
h3[class]{border-left:.3rem solid var(--c);padding-left:.5rem}
p{margin:.25rem 0;color:var(--faint);max-width:48rem;overflow-wrap:anywhere}
${light.series.map((_, i) => `.c${i}{--c:var(--c${i})}svg .c${i}{color:var(--c${i})}`).join('')}
svg{display:block;width:100%;height:auto;margin-top:.5rem}
svg.narrow{display:none}
@media screen and (max-width:40rem){svg.wide{display:none}svg.narrow{display:block;max-width:30rem}}
.grid{stroke:var(--line)}
.tick{fill:var(--faint);font-size:12px}
.shade{fill:var(--shade)}
${svgStyle}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0 0}
.key li{overflow-wrap:anywhere;min-width:0}
.key li::before{content:"";display:inline-block;width:1.2rem;height:.25rem;background:var(--c);vertical-align:middle;margin-right:.5rem}
.key .c0::before{height:.45rem;opacity:.6}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0;font-size:.9rem}
.facts dt{color:var(--faint)}
.facts dd{margin:0;min-width:0;overflow-wrap:anywhere}
.notes{color:var(--faint);margin:.25rem 0;padding-left:1.2rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table.data{border-collapse:collapse;margin-top:.5rem;font-variant-numeric:tabular-nums;font-size:.9rem}
.data th,.data td{padding:.2rem .8rem .2rem 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
.data th:first-child,.data .text{text-align:left}
.data tbody th{white-space:normal;overflow-wrap:anywhere;min-width:9rem}
.data .text{color:var(--faint);white-space:normal;min-width:14rem}
.data .conditional>*{color:var(--faint);font-style:italic}
.data .first>*{border-top:2px solid var(--c2)}
.caution{border-left:3px solid var(--c2);padding-left:.75rem;margin-top:1rem;color:var(--ink)}
summary{cursor:pointer;color:var(--faint);margin-top:.5rem}
footer{margin-top:2.5rem}
code{font-size:.85rem;overflow-wrap:anywhere}
.plot,.controls{display:none}
@media screen{.live .plot{display:block}.live .controls{display:flex}.live figure>svg{display:none}}
figure{margin:0}
@media print{body{font-size:11pt}main{max-width:none;padding:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}.data{font-size:8pt}.data .text{min-width:0}}
`;
