import { hotelMoment, isDate, parseHotelClock } from '@yuzhu/contract';
import { CLI_ERRORS } from './errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `1d`, `90m`, `1d2h30m` as milliseconds. @throws AppError VALUE_INVALID */
export function parseSpan(option: string, value: string): number {
  const parts = [...value.matchAll(/(\d+)([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    throw CLI_ERRORS.error('VALUE_INVALID', {
      option,
      value,
      wanted_zh: '请写时长，单位 s、m、h、d',
      wanted_en: 'write a span of time in s, m, h, d',
      example: `${option} 1d2h`,
    });
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}

/** Reads `2026-09-12` or `2026-09-12 03:00` (hotel time) as Unix milliseconds. @throws AppError VALUE_INVALID */
export function parseMoment(option: string, value: string): number {
  const moment = isDate(value) ? hotelMoment(value) : parseHotelClock(value.replace('T', ' '));
  if (moment !== undefined) return moment;
  throw CLI_ERRORS.error('VALUE_INVALID', {
    option,
    value,
    wanted_zh: '请写酒店时间（北京时间）的日期或时刻',
    wanted_en: 'write a day or a moment in hotel time (UTC+8)',
    example: `${option} "2026-09-12 03:00"`,
  });
}
