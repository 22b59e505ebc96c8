import { expect, it } from 'vitest';
import { textSaysBroken } from './words.ts';

it.each([
  '预定商品匹配关系已解除',
  '物理房型已下架',
  '酒店状态异常，已被管控',
  '房型不存在或失效',
  '预定商品不存在或不属于该商户',
  '房型未匹配',
  '房型已删除',
  'room type does not exist',
  'The room is no longer matched: it was deleted',
  'product off the shelf',
])('recognises %s', (text) => expect(textSaysBroken(text)).toBe(true));

it.each([
  '',
  'fail',
  '系统异常',
  '状态异常',
  '查询房型失败，请稍后重试',
  '房型服务失效，请稍后重试',
  '商品未下架',
  '物理房型与预定商品不一致',
  'room type service timed out, it does not exist yet, try again',
])('leaves %j open', (text) => expect(textSaysBroken(text)).toBe(false));
