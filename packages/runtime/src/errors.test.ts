import { describe, expect, it } from 'vitest';
import { AppError, defineErrors, describeErrors } from './errors.ts';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

const entry = {
  status: 422,
  zh: '{path} 不能是 {value}',
  en: '{path} can not be {value}',
  next_zh: '改',
  next_en: 'Change {path}',
};
const errors = defineErrors({ BAD_VALUE: entry });

describe('defineErrors', () => {
  it('fills both languages from the details', () => {
    const error = errors.error('BAD_VALUE', { path: 'nights', value: -1 });
    expect(error).toBeInstanceOf(AppError);
    expect(error.message).toBe('BAD_VALUE: nights can not be -1');
    expect(error.toJSON()).toEqual({
      code: 'BAD_VALUE',
      message: 'nights 不能是 -1',
      message_en: 'nights can not be -1',
      next: '改',
      next_en: 'Change nights',
      details: { path: 'nights', value: -1 },
    });
  });

  it('keeps the cause for the log and never lets it out', () => {
    const error = errors.error('BAD_VALUE', {}, new Error('inner secret'));
    expect(error.cause).toBeInstanceOf(Error);
    expect(JSON.stringify(error)).not.toContain('inner secret');
    expect(JSON.stringify(error)).not.toContain('details');
  });

  it('takes a value with replacement signs as it is', () => {
    expect(errors.error('BAD_VALUE', { path: '$& {value}', value: 1 }).message).toBe(
      'BAD_VALUE: $& {value} can not be 1',
    );
  });

  it('tells its own errors from others', () => {
    const others = defineErrors({ BAD_VALUE: { ...entry } });
    expect(errors.is(errors.error('BAD_VALUE'))).toBe(true);
    expect(errors.is(errors.error('BAD_VALUE'), 'BAD_VALUE')).toBe(true);
    expect(errors.is(others.error('BAD_VALUE'))).toBe(false);
    expect(errors.is(new Error('BAD_VALUE'))).toBe(false);
  });

  it('refuses a code of another form', () => {
    expect(() => defineErrors({ badValue: entry })).toThrow(RangeError);
  });

  it('writes a table for the reference', () => {
    expect(describeErrors(errors).split('\n').at(-1)).toBe(
      '| `BAD_VALUE` | 422 | {path} 不能是 {value}<br>{path} can not be {value} | 改<br>Change {path} |',
    );
  });
});

it("has both languages and a next step for every one of the runtime's errors", () => {
  for (const { zh, en, next_zh, next_en, status } of Object.values(RUNTIME_ERRORS.entries)) {
    for (const text of [zh, next_zh]) expect(text).toMatch(/[\u4e00-\u9fff]/);
    for (const text of [en, next_en]) expect(text).not.toMatch(/[\u4e00-\u9fff]/);
    expect(status).toBeGreaterThanOrEqual(400);
    // The same placeholders in both languages, or one of them would tell less.
    expect(placeholders(zh)).toEqual(placeholders(en));
  }
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
}
