import { expect, test } from 'vitest';
import { queryText, readProblem } from './http.ts';

test('a query leaves out what is not asked for', () => {
  expect(queryText({})).toBe('');
  expect(queryText({ state: ['a', 'b'], q: '', from: undefined, limit: 20, all: false })).toBe(
    '?state=a%2Cb&limit=20&all=false',
  );
});

test('both ways of writing an error are understood', () => {
  const flat = readProblem(409, {
    code: 'X',
    message_zh: '不行',
    message_en: 'no',
    next_zh: '等',
    next_en: 'wait',
    where: 'body.a',
    request_id: 'r-1',
  });
  expect(flat.say('zh')).toEqual({ what: '不行', next: '等' });
  expect(flat.say('en')).toEqual({ what: 'no', next: 'wait' });
  expect(flat).toMatchObject({ status: 409, code: 'X', requestId: 'r-1', where: 'body.a' });

  const nested = readProblem(404, { error: { code: 'Y', message: '没有', message_en: 'none', next: '', next_en: '' } });
  expect(nested.say('en')).toEqual({ what: 'none', next: '' });
});

test('an answer that is not ours is named with its status', () => {
  const problem = readProblem(502, '<html>');
  expect(problem.code).toBe('UNREADABLE');
  expect(problem.say('zh').what).toContain('502');
});
