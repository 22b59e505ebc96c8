import Type from 'typebox';
import { unpulledNotices } from '../../ari/notifying/unpulled.ts';
import { dateText, list, momentText, oneOf, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

/** Entries shown at most. */
const MOST = 1000;

export default apiRoute({
  operation: 'listUnpulled',
  method: 'GET',
  path: '/calendar/unpulled',
  group: 'calendar',
  title: { zh: '已通知但平台未拉取的变更', en: 'Changes noticed and not pulled' },
  about: {
    zh: '采用变更通知的账户：通知后一分钟内没有拉取的会再通知一次；仍然没有拉取的列在这里，系统此后每 15 分钟再通知一次。',
    en: 'For accounts that send change notices: what is not pulled within a minute is noticed again; what is not pulled then stands here and is noticed again every 15 minutes.',
  },
  reply: Type.Object({
    items: list(
      output('Unpulled', {
        kind: oneOf(['stock', 'price'], 'stock and room status, or price'),
        hotel_id: Type.String(),
        subject_id: Type.String({ description: 'room type (stock) or rate plan (price)' }),
        nights: Type.Integer({ description: 'nights that wait' }),
        from: dateText('first of them'),
        to: dateText('last of them'),
        since: momentText('first change the platform has not pulled'),
        noticed_at: momentText('last notice'),
        notices: Type.Integer({ description: 'notices in a row without a pull' }),
        next_step: Type.String({ description: 'code of docs/errors.md that tells what to do' }),
      }),
      'longest waiting first',
    ),
  }),
  handle: async (ctx, { caller }) => ({
    items: (await unpulledNotices(ctx, caller.accountId, MOST)).map((one) => ({
      kind: one.kind,
      hotel_id: one.hotelId,
      subject_id: one.subjectId,
      nights: one.nights,
      from: one.from,
      to: one.to,
      since: toMoment(one.since),
      noticed_at: toMoment(one.noticedAt),
      notices: one.notices,
      next_step: 'NOTICE_UNPULLED',
    })),
  }),
});
