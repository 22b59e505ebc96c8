/** The report's looks: one column that fits a telephone, dark where the reader's machine is dark. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2024;--paper:#fff;--soft:#f2f4f6;--line:#d8dde3;--good:#0a7a3f;--bad:#b3261e;--wait:#8a5a00;--dim:#5c6670}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--paper:#14171a;--soft:#1f2429;--line:#343b42;--good:#5fd191;--bad:#ff8a80;--wait:#f0c05a;--dim:#a2adb8}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:.75rem 0 .25rem}
.small{color:var(--dim);font-size:.8125rem;overflow-wrap:anywhere}
.outcome{font-weight:700;font-size:1.1rem}.outcome.passed,.passed>summary .state,.counts .passed b{color:var(--good)}
.outcome.failed,.failed>summary .state,.counts .failed b,.what{color:var(--bad)}
.outcome.incomplete,.waiting>summary .state,.counts .waiting b{color:var(--wait)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;list-style:none;padding:0}.counts b{font-size:1.3rem}
details.case{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer;overflow-wrap:anywhere;min-height:1.75rem}
summary .state{font-weight:700;margin-right:.25rem}summary .small{display:block}
.step{border-left:3px solid var(--line);margin:.5rem 0;padding:0 0 0 .75rem}
.failure{background:var(--soft);border-radius:.5rem;padding:.5rem .75rem;margin:.5rem 0;overflow-wrap:anywhere}.failure p{margin:.25rem 0}
.held ul{padding-left:1.1rem;font-size:.8125rem;overflow-wrap:anywhere}
pre{background:var(--soft);border-radius:.5rem;padding:.5rem;font-size:.8125rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left}td:nth-child(n+2),th:nth-child(n+2){text-align:right}
`;
