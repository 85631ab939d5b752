/** The report's style: light and dark, for screens of any width and for paper. Colours tell apart under colour blindness (Okabe and Ito). */
export const style = `
:root{--ink:#1b1f24;--faint:#59636e;--line:#d8dee4;--paper:#fff;--shade:#f0a83033;--c0:#59636e;--c1:#0072b2;--c2:#d55e00;--c3:#00805f;--c4:#b0478c;--c5:#8a6d00;--c6:#3a8fc4;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--faint:#9aa4af;--line:#30363d;--paper:#0d1117;--shade:#f0a83030;--c0:#9aa4af;--c1:#56b4e9;--c2:#f0883e;--c3:#2fc49a;--c4:#e28ac4;--c5:#e0c341;--c6:#8ccbf2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;margin:0;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2rem 0 .25rem}
h3{font-size:1rem;margin:1.5rem 0 .25rem}
h3[class]{color:var(--c)}
p{margin:.25rem 0;color:var(--faint);max-width:48rem;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;margin-top:.5rem}
.c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}.c6,.c7,.c8,.c9,.c10,.c11,.c12{--c:var(--c6)}
.line,.steps{fill:none;stroke:var(--c);stroke-width:1.5}
.steps{stroke-width:2}
.dashed{stroke-dasharray:7 4}
.band{fill:var(--c);opacity:.25}
.level{stroke:var(--c);stroke-dasharray:5 4}
.event{stroke:var(--c);stroke-width:1;opacity:.55}
.shade{fill:var(--shade)}
.grid{stroke:var(--line)}
.tick,.unit{fill:var(--faint);font-size:12px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0 0}
.legend li::before{content:"";display:inline-block;width:1.2rem;height:.2rem;background:var(--c);vertical-align:middle;margin-right:.5rem}
.notes{color:var(--faint);margin:.25rem 0;padding-left:1.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin-top:.5rem;font-variant-numeric:tabular-nums;font-size:.9rem}
th,td{padding:.2rem .8rem .2rem 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
th:first-child,.options{text-align:left}
.options{color:var(--faint);white-space:normal;min-width:16rem}
.conditional{opacity:.55}
.caution{border-left:3px solid var(--c2);padding-left:.75rem;margin-top:1rem}
footer{margin-top:2.5rem}
code{font-size:.85rem}
@media print{main{max-width:none}svg,table{break-inside:avoid}}
`;
