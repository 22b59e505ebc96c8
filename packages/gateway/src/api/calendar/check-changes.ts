import { weekday } from '@yuzhu/contract';
import { type NightRange, nightsOfRange, type PriceChange, type StockChange } from '../../calendar/changes.ts';
import { type CalendarChanges, LONGEST_RANGE } from '../../calendar/write.ts';
import { inputInvalid, type Problem } from '../problems.ts';

/** What a schema can not say about changes. @throws AppError INPUT_INVALID naming every faulty entry */
export function checkChanges(changes: CalendarChanges): void {
  const problems = [
    ...changes.stock.flatMap((change, at) => stockProblems(change, `body.stock[${at}]`)),
    ...changes.prices.flatMap((change, at) => priceProblems(change, `body.prices[${at}]`)),
    ...changes.quotas.flatMap((change, at) => rangeProblems(change, `body.quotas[${at}]`)),
  ];
  if (problems.length === 0 && Object.values(changes).every((list) => list.length === 0)) {
    problems.push({
      where: 'body',
      message_zh: '至少给出一条 stock、prices 或 quotas 修改',
      message_en: 'must hold at least one change under stock, prices or quotas',
    });
  }
  if (problems.length > 0) throw inputInvalid(problems);
}

function stockProblems(change: StockChange, where: string): Problem[] {
  const { stock, remaining, overbooking, open } = change;
  if (stock !== undefined && remaining !== undefined) {
    const message_zh = 'stock 与 remaining 只能给一个';
    return [{ where, message_zh, message_en: 'may hold stock or remaining, not both' }];
  }
  if ([stock, remaining, overbooking, open].every((member) => member === undefined)) {
    const message_zh = '至少给出 stock、remaining、overbooking、open 之一';
    return [{ where, message_zh, message_en: 'must hold stock, remaining, overbooking or open' }];
  }
  return rangeProblems(change, where);
}

function priceProblems(change: PriceChange, where: string): Problem[] {
  const { price, rack_price, price_before_tax, open } = change;
  if ([price, rack_price, price_before_tax, open].every((member) => member === undefined)) {
    const message_zh = '至少给出 price、rack_price、price_before_tax、open 之一';
    return [{ where, message_zh, message_en: 'must hold price, rack_price, price_before_tax or open' }];
  }
  if (price === null && (open !== undefined || (rack_price ?? null) !== null)) {
    const message_zh = '清除价格时不能同时给出 rack_price 或 open';
    return [{ where, message_zh, message_en: 'can not take the price away and set rack_price or open' }];
  }
  return rangeProblems(change, where);
}

function rangeProblems(range: NightRange, where: string): Problem[] {
  if (range.to < range.from) {
    const message_zh = `早于 from（${range.from}）`;
    return [{ where: `${where}.to`, message_zh, message_en: `is before from (${range.from})` }];
  }
  // A week holds every weekday: only shorter ranges can miss them all.
  if (range.weekdays !== undefined && daysAtMost(range, 7) && nightsOfRange(range).length === 0) {
    const days = [weekday(range.from), weekday(range.to)].join('–');
    const message_zh = `范围内（星期 ${days}）没有这些星期`;
    return [{ where: `${where}.weekdays`, message_zh, message_en: `none of them is in the range (weekdays ${days})` }];
  }
  return [];
}

function daysAtMost(range: NightRange, most: number): boolean {
  const days = (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1;
  return days <= Math.min(most, LONGEST_RANGE);
}
