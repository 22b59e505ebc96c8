import type { Palette } from '../../report/lines.ts';
import type { Counts, FailureReport, FaultSight } from './report.ts';

/** One failure in a line, told while the proof runs. */
export function sightLine(number: number, times: number, sight: FaultSight): string {
  const {
    fault,
    writes_stopped_ms: stopped,
    bookings_stopped_ms: bookings,
    part_back_ms: back,
    healed_after_back_ms: healed,
  } = sight;
  return (
    `${number}/${times} ${fault.zh} · ${fault.en}: 写入停顿 writes stopped ${seconds(stopped)}，预约停顿 bookings stopped ${seconds(bookings)}，` +
    `部件恢复 part back ${seconds(back)}，之后痊愈 healed after ${seconds(healed)}`
  );
}

/** The report for a person. */
export function failureLines({ figures, faults, checks }: FailureReport, palette: Palette): string[] {
  const lines: string[] = [''];
  for (const sight of faults) lines.push(...sightLines(sight, palette), '');
  lines.push(palette.bold('汇总 · Summary'));
  for (const [name, value] of Object.entries(figures)) {
    lines.push(`  ${name.padEnd(26)} ${typeof value === 'object' ? words(value) : value}`);
  }
  lines.push('', palette.bold('核对 · Checks'));
  for (const { what, ok, seen } of checks) {
    const more = seen === undefined ? '' : palette.red(`  ${seen}`);
    lines.push(`  ${ok ? palette.green('✓') : palette.red('✗')} ${what.zh} · ${what.en}${more}`);
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  lines.push('', `通过 passed ${checks.length - failed}，未通过 failed ${failed}`);
  return lines;
}

function sightLines(sight: FaultSight, { bold, dim }: Palette): string[] {
  const lines = [bold(`${sight.fault.zh} · ${sight.fault.en}`)];
  const say = (name: string, text: string) => lines.push(`  ${name}  ${text}`);
  say('写入停顿 writes stopped', seconds(sight.writes_stopped_ms));
  say('预约停顿 bookings stopped', seconds(sight.bookings_stopped_ms));
  say('部件恢复 part back', seconds(sight.part_back_ms));
  say('之后痊愈 healed after', seconds(sight.healed_after_back_ms));
  say('酒店接口 hotel API', `${words(sight.hotel_api)}; 最慢 slowest ${seconds(sight.hotel_api_slowest_ms)}`);
  say('平台回调 SPI', words(sight.spi));
  for (const { at_ms, gateway, says } of sight.ready)
    say('/ready', dim(`+${seconds(at_ms)} 网关 gateway ${gateway}: ${says}`));
  for (const [text, count] of Object.entries(sight.log)) say('日志 log', dim(`${count} × ${text}`));
  if (Object.keys(sight.metrics).length > 0) say('指标 metrics', dim(words(sight.metrics)));
  for (const [name, value] of Object.entries(sight.more)) say(name, String(value));
  return lines;
}

function seconds(ms: number | null): string {
  if (ms === null) return '—';
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function words(counts: Counts): string {
  const all = Object.entries(counts).map(([name, count]) => `${name} × ${count}`);
  return all.length === 0 ? '无 none' : all.join(', ');
}
