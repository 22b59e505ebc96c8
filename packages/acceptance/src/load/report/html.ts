import type { Calibration } from '../calibrate.ts';
import type { LoadReport } from '../run-load.ts';
import { percent } from '../verdict.ts';
import { type ChartLine, chart, escapeHtml } from './chart.ts';
import { startedAt } from './terminal.ts';
import { errorWords, ms } from './words.ts';

const COLOURS = ['#c62828', '#ef6c00', '#6a1b9a', '#00838f', '#5d4037', '#9e9d24', '#37474f'];

/** The report as one page that needs nothing from outside: charts, tables, the plan. */
export function loadHtml(report: LoadReport, calibration: readonly Calibration[] | undefined): string {
  const { plan, series, highestHeldQps, overhead } = report;
  const line = (name: string, colour: string, values: readonly number[]): ChartLine => ({ name, colour, values });
  const kinds = [...new Set(series.flatMap(({ errors }) => Object.keys(errors)))].sort();
  const charts = [
    chart('QPS', '每秒 · a second', [
      line(
        '计划 · wanted',
        '#90a4ae',
        series.map(({ wanted }) => wanted),
      ),
      line(
        '发出 · sent',
        '#1565c0',
        series.map(({ sent }) => sent),
      ),
      line(
        '应答 · answered',
        '#2e7d32',
        series.map(({ answered }) => answered),
      ),
    ]),
    chart('延迟 · latency', 'ms', [
      line(
        'p50',
        '#2e7d32',
        series.map(({ p50 }) => p50),
      ),
      line(
        'p99',
        '#ef6c00',
        series.map(({ p99 }) => p99),
      ),
      line(
        '最大 · max',
        '#c62828',
        series.map(({ max }) => max),
      ),
    ]),
    kinds.length === 0
      ? '<p>没有错误 · no errors</p>'
      : chart(
          '错误 · errors',
          '每秒 · a second',
          kinds.map((kind, at) =>
            line(
              both(kind),
              COLOURS[at % COLOURS.length] ?? '#c62828',
              series.map(({ errors }) => errors[kind] ?? 0),
            ),
          ),
        ),
  ];
  const verdict =
    highestHeldQps === null
      ? '<strong class="bad">没有一级达到目标 · no step held the goal</strong>'
      : `<strong class="good">达到目标的最高一级 · highest step that held the goal: ${highestHeldQps} QPS</strong>`;
  const { lag } = overhead;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>压测报告 · load report: ${escapeHtml(plan.name)}</title><style>${STYLE}</style></head><body>
<h1>压测报告 · Load report</h1>
<p>${escapeHtml(plan.name)} · ${escapeHtml(plan.partner)} · ${startedAt(report)} · ${report.seconds.toFixed(0)} s${ENDED[report.ended]}</p>
<p>${verdict}</p>
${charts.join('\n')}
<h2>各级 · Steps</h2>
${stepTable(report)}
<h2>压测端自身 · The generator itself</h2>
<p>发出时刻偏差 · lag (intended to real send): p50 ${ms(lag.p50)}, p99 ${ms(lag.p99)}, 最大 · max ${ms(lag.max)} ms;
各级 p99 · p99 by step: ${overhead.lagP99.map(({ qps, ms: late }) => `${qps} QPS ${ms(late)} ms`).join(', ')};
未发出 · not sent ${overhead.notSent}; 同时在途 · under way ${overhead.mostInFlight} / ${overhead.inFlightLimit};
CPU ${overhead.cpuPercent.toFixed(0)} % (单核 · of one core); 事件循环 · event loop ${overhead.loopPercent.toFixed(0)} %</p>
${calibration === undefined ? '' : calibrationTable(calibration)}
<h2>计划 · Plan</h2>
<pre>${escapeHtml(JSON.stringify(plan, null, 2))}</pre>
<p class="note">延迟从计划的发出时刻算起 · latency counts from the intended moment of the send.
每次调用都带 X-Stress-Tag: 1 · every call carried X-Stress-Tag: 1.</p>
</body></html>
`;
}

const ENDED: Readonly<Record<LoadReport['ended'], string>> = {
  complete: '',
  interrupted: ' · 被中断 · interrupted',
  missed: ' · 未达标后停止 · stopped after the goal was missed',
};

function both(kind: string): string {
  const { zh, en } = errorWords(kind);
  return zh === en ? zh : `${zh} · ${en}`;
}

function stepTable({ steps }: LoadReport): string {
  const rows = steps.flatMap(({ qps, okPerSecond, interfaces }) =>
    interfaces.map((one, at) => {
      const { latency, errors, missed } = one;
      const notes = [
        ...missed.map(({ zh, en }) => (zh === en ? zh : `${zh} · ${en}`)),
        ...Object.entries(errors).map(([kind, count]) => `${both(kind)} ×${count}`),
      ].join('; ');
      const cells = [
        at === 0 ? `${qps} (${okPerSecond.toFixed(1)})` : '',
        one.name,
        one.wanted,
        one.sent,
        percent(one.successPercent),
        ...[latency.p50, latency.p90, latency.p95, latency.p99, latency.p999, latency.max].map(ms),
        `${one.held ? '✓' : '✗'} ${notes}`,
      ];
      return `<tr class="${one.held ? 'good' : 'bad'}">${cells.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`;
    }),
  );
  const heads = [
    'QPS (成功 · ok/s)',
    '接口 · interface',
    '计划 · wanted',
    '发出 · sent',
    '成功率 · success',
    'p50',
    'p90',
    'p95',
    'p99',
    'p99.9',
    '最大 · max ms',
    '',
  ];
  return table(heads, rows);
}

function calibrationTable(rows: readonly Calibration[]): string {
  const body = rows.map(
    ({ qps, latency, lag, cpuPercent, failed }) =>
      `<tr><td>${qps}</td><td>${ms(latency.p50)}</td><td>${ms(latency.p99)}</td><td>${ms(lag.p99)}</td><td>${cpuPercent.toFixed(0)} %</td><td>${failed}</td></tr>`,
  );
  const heads = ['QPS', 'p50 ms', 'p99 ms', '发出偏差 · lag p99 ms', 'CPU', '失败 · failed'];
  return `<h3>校准：发往什么都不做的服务器 · Calibration: to a server that does nothing</h3>${table(heads, body)}`;
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return `<table><thead><tr>${heads.map((head) => `<th>${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const STYLE = `body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}figure{margin:1.2rem 0}figcaption{margin-bottom:.3rem}svg{width:100%;height:auto}
.grid{stroke:#e0e0e0}.tick{font-size:11px;fill:#666;dominant-baseline:middle}.end{text-anchor:end}.mid{text-anchor:middle}
.key{margin-left:.9rem;font-size:.85rem}.key i{display:inline-block;width:.8rem;height:.25rem;margin-right:.3rem;vertical-align:middle}
table{border-collapse:collapse;font-size:.85rem;display:block;overflow-x:auto}th,td{padding:.25rem .6rem;border-bottom:1px solid #e0e0e0;text-align:right;white-space:nowrap}
td:nth-child(2),th:nth-child(2),td:last-child,th:last-child{text-align:left}strong.good,tr.good td:last-child{color:#2e7d32}strong.bad,tr.bad td:last-child{color:#c62828}
pre{background:#f6f6f6;padding:.8rem;overflow:auto;font-size:.8rem}.note{color:#666;font-size:.85rem}`;
