/** One measurement of one side in one round. Latencies in ms. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One line of the table: ours beside its reference, measured in turn in the same run. */
export interface Row {
  readonly name: string;
  /** What it is compared with; absent for a line of its own. */
  readonly reference?: string;
  readonly ours: readonly Measured[];
  readonly theirs: readonly Measured[];
  /** Least ratio ours / theirs. */
  readonly target?: number;
  /** Most p99 of ours, ms. */
  readonly targetP99?: number;
}

/** A line as it is told. */
export interface Told {
  readonly name: string;
  readonly reference: string | undefined;
  readonly perSecond: number;
  readonly referencePerSecond: number | undefined;
  /** Median of the rounds' ratios, with the lowest and the highest. */
  readonly ratio: number | undefined;
  readonly ratioLow: number | undefined;
  readonly ratioHigh: number | undefined;
  readonly p50: number;
  readonly p99: number;
  readonly target: string;
  readonly holds: boolean | undefined;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Medians of a line, and whether its targets hold. */
export function tell({ name, reference, ours, theirs, target, targetP99 }: Row): Told {
  const ratios = theirs.map((their, round) => (ours[round]?.perSecond ?? 0) / their.perSecond);
  const ratio = ratios.length === 0 ? undefined : median(ratios);
  const p99 = median(ours.map((one) => one.p99));
  const wanted = [
    ...(target === undefined ? [] : [`ratio >= ${target}`]),
    ...(targetP99 === undefined ? [] : [`p99 <= ${targetP99} ms`]),
  ];
  const missed = (target !== undefined && (ratio ?? 0) < target) || (targetP99 !== undefined && p99 > targetP99);
  return {
    name,
    reference,
    perSecond: median(ours.map((one) => one.perSecond)),
    referencePerSecond: theirs.length === 0 ? undefined : median(theirs.map((one) => one.perSecond)),
    ratio,
    ratioLow: ratios.length === 0 ? undefined : Math.min(...ratios),
    ratioHigh: ratios.length === 0 ? undefined : Math.max(...ratios),
    p50: median(ours.map((one) => one.p50)),
    p99,
    target: wanted.join(', '),
    holds: wanted.length === 0 ? undefined : !missed,
  };
}

/** The table for people. */
export function table(lines: readonly Told[]): string {
  const head = ['what', 'a second', 'reference', 'a second', 'ratio', '(low..high)', 'p50 ms', 'p99 ms', 'target', ''];
  const rows = lines.map((line) => [
    line.name,
    whole(line.perSecond),
    line.reference ?? '',
    whole(line.referencePerSecond),
    fixed(line.ratio),
    line.ratioLow === undefined ? '' : `(${fixed(line.ratioLow)}..${fixed(line.ratioHigh)})`,
    fixed(line.p50),
    fixed(line.p99),
    line.target,
    line.holds === undefined ? '' : line.holds ? 'holds' : 'MISSED',
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) =>
          at === 0 || at === 2 || at > 7 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function whole(value: number | undefined): string {
  return value === undefined ? '' : Math.round(value).toLocaleString('en-US');
}

function fixed(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(2);
}
