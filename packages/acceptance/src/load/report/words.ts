import type { Bilingual } from '@yuzhu/contract';

const CONNECTION = 'connection:';

/** A kind of error for people. */
export function errorWords(ending: string): Bilingual {
  if (ending === 'timeout') return { zh: '超时', en: 'time-out' };
  if (ending === 'not-sent') return { zh: '压测端未发出', en: 'not sent by the generator' };
  if (ending === 'no-code') return { zh: '应答无 error_code', en: 'answer without error_code' };
  if (ending.startsWith('code:')) return { zh: `错误码 ${ending.slice(5)}`, en: `code ${ending.slice(5)}` };
  if (ending.startsWith('http:')) return { zh: `HTTP ${ending.slice(5)}`, en: `HTTP ${ending.slice(5)}` };
  if (ending.startsWith(CONNECTION)) {
    const reason = ending.slice(CONNECTION.length);
    return { zh: `连接失败 ${reason}`, en: `connection failed ${reason}` };
  }
  return { zh: ending, en: ending };
}

/** Milliseconds for people: three figures, no more. */
export function ms(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
