import { padTo } from '../report/width.ts';
import type { FuzzReport, InterfaceFigures } from './tally.ts';

/** The report as lines for a terminal. */
export function fuzzLines(report: FuzzReport): readonly string[] {
  const lines = [
    '',
    row([
      '接口 interface',
      '程序 program',
      '合法 valid',
      '近似 nearly',
      '恶意 hostile',
      '违规 faults',
      '新块 blocks',
      '语料 kept',
    ]),
    ...report.interfaces.map(interfaceRow),
    '',
    '按应答码 · answers by code (HTTP status where there is no code)',
    ...report.interfaces.map(answersLine),
    '',
  ];
  for (const [name, { coverage, memory }] of Object.entries(report.programs)) {
    const { first, middle, last, slope, heapFirst, heapMiddle, heapLast } = memory;
    lines.push(
      `${name.padEnd(8)} 覆盖 · blocks reached ${coverage.reached} of ${coverage.known} seen`,
      `         内存 · resident ${mb(first)} ${mb(middle)} ${mb(last)} MB (first, middle, last), ${(slope / 1024).toFixed(1)} KB per 1,000 messages in the second half`,
      `         堆 · heap after collection ${mb(heapFirst)} ${mb(heapMiddle)} ${mb(heapLast)} MB`,
    );
  }
  lines.push(
    '',
    `${report.messages} messages and ${report.again} sent again in ${report.seconds} s: ${report.perSecond} a second; slowest answer ${report.slowestMs} ms`,
    `5xx ${report.serverErrors}; unexpected writes ${report.unexpectedWrites} (${report.stateChecks} checks of all tables, ${report.unsettled} without rest); same bytes compared ${report.repeatsCompared}; log lines read ${report.logLines}`,
    `seed ${report.seed}; findings ${report.findings.length}`,
  );
  for (const { rule, interface: name, after, detail, file, messages } of report.findings) {
    lines.push(
      '',
      `✗ ${rule} · ${name} (after ${after} messages): ${detail.slice(0, 300)}`,
      `  ${messages.at(-1)?.recipe.join(', ') ?? ''}`,
      `  → yuzhu fuzz --replay ${file ?? ''}`,
    );
  }
  return lines;
}

function row([name = '', program = '', ...numbers]: readonly string[]): string {
  return `${padTo(name, 22)}${padTo(program, 14)}${numbers.map((text) => padTo(text, 14)).join('')}`.trimEnd();
}

function interfaceRow({ interface: name, target, messages, faults, blocks, kept }: InterfaceFigures): string {
  return row([name, target, ...[messages.valid, messages.nearly, messages.hostile, faults, blocks, kept].map(String)]);
}

function answersLine({ interface: name, answers }: InterfaceFigures): string {
  const parts = Object.entries(answers).sort(([, a], [, b]) => b - a);
  return `  ${name.padEnd(22)}${parts.map(([code, count]) => `${code}×${count}`).join('  ')}`;
}

function mb(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0);
}
