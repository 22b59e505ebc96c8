import Type from 'typebox';
import { listPublications, PUBLICATION_KINDS } from '../../publications/store.ts';
import { list, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listPublications',
  method: 'GET',
  path: '/publications',
  group: 'traffic',
  title: { zh: '待发布的内容', en: 'What is yet to be published' },
  about: {
    zh: '酒店、房型、预定商品、预售券及其上下架中平台尚未得知或已驳回的；失败的在前，处理原因后再次发布。',
    en: 'Hotels, room types, rate plans, vouchers and shelf states the platform has not been told about or has rejected, failed ones first: settle the reason and publish again.',
  },
  reply: Type.Object({
    items: list(
      output('Publication', {
        kind: oneOf(
          PUBLICATION_KINDS,
          'hotel; room: a room type; goods: a rate plan; voucher; shelf: of a voucher; room-shelf: of a room type; hotel-check, room-check: what an audit came to',
        ),
        subject_id: Type.String({ description: 'hotel, room type, rate plan or voucher' }),
        state: oneOf(['waiting', 'failed'], 'failed: a person has to look at it'),
        attempts: Type.Integer(),
        next_at: nullable(momentText('next attempt')),
        last_error: nullable(Type.String()),
        next_step: nullable(Type.String({ description: 'code of docs/errors.md that tells what to do' })),
        since: momentText('first change that was not told'),
      }),
      'publications',
    ),
  }),
  handle: async (ctx, { caller }) => ({
    items: (await listPublications(ctx, caller.accountId)).map((one) => ({
      kind: one.kind,
      subject_id: one.subjectId,
      state: one.state,
      attempts: one.attempts,
      next_at: one.state === 'waiting' ? toMoment(one.nextAt) : null,
      last_error: one.lastError ?? null,
      next_step: one.nextStep ?? null,
      since: toMoment(one.since),
    })),
  }),
});
