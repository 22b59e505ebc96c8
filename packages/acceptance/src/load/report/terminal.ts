import { type Bilingual, hotelClock } from '@yuzhu/contract';
import type { Language, Palette } from '../../report/lines.ts';
import { padTo } from '../../report/width.ts';
import type { Calibration } from '../calibrate.ts';
import type { LoadEvent, LoadReport, SecondFigures } from '../run-load.ts';
import { type InterfaceFigures, percent, type StepFigures } from '../verdict.ts';
import { errorWords, ms } from './words.ts';

const COLUMNS: readonly { readonly title: Bilingual; readonly width: number }[] = [
  { title: { zh: 'QPS', en: 'QPS' }, width: 7 },
  { title: { zh: '接口', en: 'interface' }, width: 16 },
  { title: { zh: '发出', en: 'sent' }, width: 8 },
  { title: { zh: '成功率', en: 'success' }, width: 10 },
  { title: { zh: 'p50', en: 'p50' }, width: 8 },
  { title: { zh: 'p95', en: 'p95' }, width: 8 },
  { title: { zh: 'p99', en: 'p99' }, width: 8 },
  { title: { zh: '最大 ms', en: 'max ms' }, width: 9 },
];

/** Head of the table of steps. */
export function tableHead(language: Language, palette: Palette): string {
  return palette.dim(`  ${COLUMNS.map(({ title, width }) => padTo(title[language], width)).join('')}`);
}

/** What happens during a run, as lines. */
export function loadEventLines(event: LoadEvent, language: Language, palette: Palette): string[] {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  switch (event.type) {
    case 'debugged':
      return [`${palette.green('✓')} ${say('调试', 'debug')} ${event.name}  ${ms(event.ms)} ms`];
    case 'first': {
      const { name, sent, failed } = event;
      const mark = failed === 0 ? palette.green('✓') : palette.yellow('!');
      return [
        `${mark} ${say('预先发送', 'sent before')} ${name}  ${sent}${failed === 0 ? '' : say(`，失败 ${failed}`, `, ${failed} failed`)}`,
      ];
    }
    case 'step':
      return stepLines(event.figures, language, palette);
  }
}

function stepLines({ qps, interfaces }: StepFigures, language: Language, palette: Palette): string[] {
  return interfaces.flatMap((one, at) => {
    const { latency } = one;
    const cells = [
      at === 0 ? String(qps) : '',
      one.name,
      String(one.sent),
      percent(one.successPercent),
      ms(latency.p50),
      ms(latency.p95),
      ms(latency.p99),
      ms(latency.max),
    ];
    const row = cells.map((cell, column) => padTo(cell, COLUMNS[column]?.width ?? 8)).join('');
    const mark = one.held ? palette.green('✓') : palette.red('✗');
    return [`${mark} ${row}${palette.red(whatWentWrong(one, language))}`];
  });
}

function whatWentWrong({ missed, errors }: InterfaceFigures, language: Language): string {
  const kinds = Object.entries(errors).map(([ending, count]) => `${errorWords(ending)[language]} ×${count}`);
  return [...missed.map((one) => one[language]), ...kinds].join(language === 'zh' ? '；' : '; ');
}

/** The outcome: a compact picture, the verdict, the generator's own part. */
export function reportLines(report: LoadReport, language: Language, palette: Palette): string[] {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  const { series, overhead, highestHeldQps } = report;
  const lines = [
    '',
    ...picture(say('每秒应答', 'answered a second'), series, ({ answered }) => answered, palette),
    ...picture('p99 ms', series, ({ p99 }) => p99, palette),
    ...picture(say('每秒错误', 'errors a second'), series, errorsOf, palette),
    '',
    highestHeldQps === null
      ? palette.red(say('没有一级达到目标。', 'No step held the goal.'))
      : palette.bold(
          say(`达到目标的最高一级：${highestHeldQps} QPS`, `Highest step that held the goal: ${highestHeldQps} QPS`),
        ),
  ];
  if (report.ended === 'missed') lines.push(say('未达标后停止。', 'Stopped after the goal was missed.'));
  if (report.ended === 'interrupted')
    lines.push(say('被中断，以上为到此为止的数据。', 'Interrupted: these are the figures so far.'));
  for (const [name, count] of Object.entries(report.reused)) {
    if (count > 0) {
      lines.push(
        palette.yellow(
          say(
            `${name} 的变量不够用，重复使用了 ${count} 行（相同的请求）。`,
            `${name} ran out of lines: ${count} sends repeated earlier ones (the same messages again).`,
          ),
        ),
      );
    }
  }
  const { lag, lagP99, notSent, mostInFlight, cpuPercent, loopPercent } = overhead;
  const own = [
    say(
      `压测端：发出时刻偏差 p50 ${ms(lag.p50)} / p99 ${ms(lag.p99)} / 最大 ${ms(lag.max)} ms`,
      `Generator: lag p50 ${ms(lag.p50)} / p99 ${ms(lag.p99)} / max ${ms(lag.max)} ms`,
    ),
    say(`未发出 ${notSent}`, `not sent ${notSent}`),
    say(`同时在途至多 ${mostInFlight}`, `at most ${mostInFlight} under way`),
    say(
      `占一个核的 ${cpuPercent.toFixed(0)} %，事件循环 ${loopPercent.toFixed(0)} %`,
      `${cpuPercent.toFixed(0)} % of a core, loop ${loopPercent.toFixed(0)} % busy`,
    ),
  ];
  lines.push(palette.dim(own.join(language === 'zh' ? '，' : ', ')));
  if (lagP99.length > 1) {
    const bySteps = lagP99.map(({ qps, ms: late }) => `${qps} QPS ${ms(late)}`).join(', ');
    lines.push(palette.dim(`${say('各级偏差 p99', 'lag p99 by step')}: ${bySteps} ms`));
  }
  const late = lagP99.find((one) => one.ms > LATE_MS);
  if (notSent > 0 || late !== undefined) {
    const from = late === undefined ? '' : say(`（自 ${late.qps} QPS 起）`, ` (from ${late.qps} QPS on)`);
    lines.push(
      palette.yellow(
        say(
          `压测端自身跟不上${from}：这些数据含它的延迟，请换更空闲的机器。`,
          `The generator itself could not keep up${from}: its delay is in these figures; use a machine with more to spare.`,
        ),
      ),
    );
  }
  return lines;
}

/** Sends that are later than this make the generator part of what it measures, ms. */
const LATE_MS = 50;

/** The calibration as a table. */
export function calibrationLines(rows: readonly Calibration[], language: Language, palette: Palette): string[] {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  return [
    '',
    palette.bold(
      say('校准：同样的流量发往一个什么都不做的服务器', 'Calibration: the same traffic to a server that does nothing'),
    ),
    ...rows.map(
      ({ qps, latency, lag, cpuPercent, failed, onTime }) =>
        `${onTime ? palette.green('✓') : palette.yellow('!')} ${padTo(`${qps} QPS`, 11)}p50 ${ms(latency.p50)}  p99 ${ms(latency.p99)} ms  ${say('发出偏差', 'lag')} p99 ${ms(lag.p99)} ms  CPU ${cpuPercent.toFixed(0)} %${failed === 0 ? '' : say(`  失败 ${failed}`, `  failed ${failed}`)}`,
    ),
  ];
}

function errorsOf({ errors }: SecondFigures): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}

const BARS = '▁▂▃▄▅▆▇█';
const PICTURE_WIDTH = 60;

/** One line of bars over the whole run, the highest value at its end. */
function picture(
  title: string,
  series: readonly SecondFigures[],
  value: (one: SecondFigures) => number,
  palette: Palette,
): string[] {
  const values = squeeze(series.map(value), PICTURE_WIDTH);
  const top = Math.max(...values, 0);
  if (top === 0) return [];
  const bars = values.map((one) => (one === 0 ? ' ' : BARS[Math.min(7, Math.floor((one / top) * 8))])).join('');
  return [`  ${padTo(title, 20)}${palette.cyan(bars)} ${palette.dim(`≤ ${ms(top)}`)}`];
}

/** As many columns as there is room for, each the highest of its part. */
function squeeze(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / width));
    return Math.max(...values.slice(from, to));
  });
}

/** When the run began, in hotel time. */
export function startedAt({ startedAt: at }: LoadReport): string {
  return hotelClock(at);
}
