import { CLI_ERRORS } from './errors.ts';

/** Reads the value of an option that is a whole number from 1 on. @throws AppError VALUE_INVALID */
export function wholeNumber(option: string, value: string, most: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= most) return number;
  throw CLI_ERRORS.error('VALUE_INVALID', {
    option,
    value,
    wanted_zh: `请写 1 到 ${most} 的整数`,
    wanted_en: `write a whole number from 1 to ${most}`,
    example: `${option} ${Math.min(10, most)}`,
  });
}
