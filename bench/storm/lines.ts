import type { StormFigures } from './run-storm.ts';

/** The figures of a storm for people. */
export function stormLines(figures: StormFigures): string[] {
  const { size, pushes, planNights, fedSeconds, acknowledged, idle } = figures;
  const n = (value: number) => Math.round(value).toLocaleString('en-US');
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const plans = size.accounts * size.hotels * size.roomTypes * size.ratePlans;
  const seconds = [...acknowledged].sort((a, b) => a - b);
  const at = (list: readonly number[], share: number) =>
    list[Math.min(list.length - 1, Math.floor(list.length * share))];
  const spread = (shares: readonly number[]) => {
    const sorted = [...shares].sort((a, b) => a - b);
    return `median ${percent(at(sorted, 0.5) ?? 0)}, lowest ${percent(at(sorted, 0) ?? 0)}, highest ${percent(at(sorted, 1) ?? 0)}`;
  };
  const quick = [...idle].sort((a, b) => a - b);
  return [
    `storm: ${n(size.changes)} changes over ${size.accounts} accounts with ${n(plans)} rate plans, ${size.nights} nights, ${size.rate} calls a second for each account and push`,
    `  calls sent ${n(pushes.calls)}, of them ${n(pushes.unanswered)} not answered in time and ${n(pushes.failed)} failed; over the limit: ${pushes.overLimit}`,
    `  nights of rate plans changed ${n(planNights)}, told ${n(pushes.nights)} in ${n(pushes.groups)} groups, repetitions included: ${percent(1 - pushes.nights / planNights)} coalesced`,
    `  changes written in ${fedSeconds.toFixed(1)} s; everything acknowledged after ${at(seconds, 0)?.toFixed(1)} to ${at(seconds, 1)?.toFixed(1)} s by account, median ${at(seconds, 0.5)?.toFixed(1)} s`,
    pushes.shares.length === 0
      ? '  share of the rate used: too few calls to say'
      : `  share of the rate used, by account: ${spread(pushes.accountShares)}; by account and push: ${spread(pushes.shares)}`,
    `  the platform's copy differs from the truth at ${n(figures.different)} of ${n(figures.nights)} nights; refused for good: ${n(figures.refused)}`,
    `  one change with nothing else to do, until it is acknowledged: median ${at(quick, 0.5)?.toFixed(1)} ms, p99 ${at(quick, 0.99)?.toFixed(1)} ms (${quick.length} times)`,
  ];
}
