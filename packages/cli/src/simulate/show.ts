import { displayWidth, type PlantedBug, padTo, type RunReport, type SimulationFigures } from '@yuzhu/acceptance';
import { colours } from '../colours.ts';
import { line } from '../output.ts';

/** Prints what runs came to. */
export function showFigures(figures: SimulationFigures, realSeconds: number): void {
  const perSecond = Math.round(figures.steps / realSeconds);
  const rows: readonly (readonly [string, string])[] = [
    ['种子 · seeds', `${figures.runs}`],
    ['步数 · steps', `${figures.steps}  (${perSecond}/s)`],
    ['', list(figures.stepsByKind)],
    ['虚拟时间 · virtual time', `${figures.virtualHours} h`],
    [
      '真实时间 · real time',
      `${realSeconds.toFixed(1)} s  (x ${Math.round((figures.virtualHours * 3600) / realSeconds)})`,
    ],
    ['检查 · invariants checked', `${figures.checks}`],
    ['住客 · guests', `${figures.guests}`],
    ['程序启动 · program starts', `${figures.programStarts}`],
    ['等锁 · lock waits', `${figures.lockWaits}, deadlocks ${figures.deadlocks}`],
    ['故障 · faults', list(figures.faults)],
    ['接口 · interfaces', list(figures.interfaces)],
    [
      '操作 · actions',
      Object.entries(figures.actions)
        .map(([name, { ok, refused, silent }]) => `${name} ${ok}/${refused}/${silent}`)
        .join(', '),
    ],
  ];
  const width = Math.max(...rows.map(([name]) => displayWidth(name)));
  for (const [name, value] of rows) line(`  ${padTo(name, width)}  ${value}`);
}

/** Tells of a failure and the way to see it again. */
export function showFailure(report: RunReport, file: string, tell: (text: string) => void): void {
  for (const { what, found, step } of report.failures.slice(0, 3)) {
    tell(`  ${colours.red('✗')} ${what}: ${found} ${colours.dim(`(step ${step})`)}`);
  }
  tell(`    种子 · seed ${report.seed}, ${report.script.length} 行脚本 · lines: yuzhu simulate --replay ${file}`);
}

/** One planted bug and what came of it. */
export interface PlantedResult {
  readonly bug: PlantedBug;
  /** Seeds it took; undefined: not found. */
  readonly seeds: number | undefined;
  readonly steps: number;
  readonly report: RunReport | undefined;
  readonly scriptLength: number | undefined;
}

/** Prints the table of planted bugs. */
export function showPlanted(results: readonly PlantedResult[]): void {
  const width = Math.max(...results.map(({ bug }) => bug.name.length));
  for (const { bug, seeds, steps, report, scriptLength } of results) {
    const mark = seeds === undefined ? colours.red('✗') : colours.green('✓');
    const after = seeds === undefined ? '未发现 · not found' : `${seeds} 个种子 · seeds`;
    const what = report?.failures[0]?.what ?? '';
    const script = scriptLength === undefined ? '' : `, ${scriptLength} 行 · lines`;
    line(`  ${mark} ${bug.name.padEnd(width)}  ${after}, ${steps} 步 · steps${script}  ${colours.dim(what)}`);
    line(`    ${''.padEnd(width)}${colours.dim(`${bug.about.zh} · ${bug.about.en}`)}`);
  }
  const found = results.filter(({ seeds }) => seeds !== undefined).length;
  line(`${found} passed, ${results.length - found} failed`);
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
