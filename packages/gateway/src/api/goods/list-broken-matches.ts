import Type from 'typebox';
import { nextStepOf } from '../../broken-matches/decide.ts';
import { listBroken } from '../../broken-matches/store.ts';
import { list, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listBrokenMatches',
  method: 'GET',
  path: '/broken-matches',
  group: 'goods',
  title: { zh: '因匹配失效而停售的预定商品', en: 'Rate plans switched off by a broken match' },
  about: {
    zh: '平台不再认某个房型或预定商品时，只停售该商品（或该房型上的商品），酒店照常销售。这里列出是哪一个、从何时起、原因，以及由哪一方处理；匹配重新确认后自动恢复。',
    en: 'When the platform does not match a room type or rate plan any more, only that rate plan (or those on that room type) is switched off, never the hotel. Which one, since when, why, and which side has to act; it comes back when the match is confirmed again.',
  },
  reply: Type.Object({
    items: list(
      output('BrokenMatch', {
        rate_plan_id: Type.String(),
        room_type_id: Type.String(),
        hotel_id: Type.String(),
        level: oneOf(['rate_plan', 'room_type'], 'what does not match: the rate plan alone, or its room type'),
        since: momentText('switched off since'),
        code: nullable(Type.Integer({ description: 'item code of a push, or match state of a room type' })),
        reason: Type.String({ description: 'the platform’s words' }),
        side: oneOf(
          ['hotel_system', 'back_office'],
          'who acts: hotel_system: match or publish again; back_office: the platform’s or the merchant’s back office',
        ),
        next_step: Type.String({ description: 'code of docs/errors.md that tells what to do' }),
        logid: nullable(Type.String()),
      }),
      'longest first',
    ),
  }),
  handle: async ({ db }, { caller }) => ({
    items: (await listBroken(db, caller.accountId)).map((one) => ({
      rate_plan_id: one.ratePlanId,
      room_type_id: one.roomTypeId,
      hotel_id: one.hotelId,
      level: one.level,
      since: toMoment(one.since),
      code: one.code,
      reason: one.reason,
      side: one.side,
      next_step: nextStepOf(one),
      logid: one.logid,
    })),
  }),
});
