/** Look of the report: light or dark as the reader prefers, and plain on paper. */
export const styles = `
:root{color-scheme:light dark;--ink:#1c2530;--soft:#5d6b7a;--page:#fff;--line:#dfe5ec;--load:#1c2530;--band:#8fb8e8;--ours:#1668c4;--plain:#c4561a;--needed:#c9d3de;--accent:#eef5fd}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#9aa8b7;--page:#12171d;--line:#2a333d;--load:#e6ebf1;--band:#2f5f96;--ours:#62a8f5;--plain:#f0955c;--needed:#36424f;--accent:#172434}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px 20px}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}
.about{color:var(--soft);font-size:14px;margin:4px 0}.advice{background:var(--accent);border-left:4px solid var(--ours);padding:12px 16px;font-size:18px;margin:16px 0}
figure{margin:0}svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font-size:11px}.grid{stroke:var(--line)}
path{fill:none;stroke-width:1.4}path.load{stroke:var(--load);stroke-width:1}path.band{fill:var(--band);opacity:.65}path.needed{fill:var(--needed)}path.ours{stroke:var(--ours);stroke-width:1.8}path.plain{stroke:var(--plain)}
figcaption{font-size:13px;color:var(--soft);display:flex;gap:18px;flex-wrap:wrap}.key::before{content:"";display:inline-block;width:14px;height:10px;margin-right:6px;border-radius:2px;background:currentColor}
.key.load::before{background:var(--load)}.key.band::before{background:var(--band)}.key.needed::before{background:var(--needed)}.key.ours::before{background:var(--ours)}.key.plain::before{background:var(--plain)}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}th,td{padding:6px 8px;text-align:right;border-bottom:1px solid var(--line)}th:first-child{text-align:left}thead th{color:var(--soft);font-weight:500}tr.predictive th{color:var(--ours)}
@media(max-width:640px){table{display:block;overflow-x:auto}}
@media print{:root{--page:#fff;--ink:#000;--soft:#444;--line:#ccc;--load:#000;--band:#bbb;--ours:#1668c4;--plain:#c4561a;--needed:#ddd;--accent:#f4f4f4}main{max-width:none;padding:0}figure,table{break-inside:avoid}}
`;
