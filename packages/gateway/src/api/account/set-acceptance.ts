import type { Session } from '@yuzhu/runtime';
import {
  type AcceptanceLevel,
  listAcceptanceRules,
  removeAcceptanceRule,
  setAcceptanceRule,
} from '../../bookings/acceptance-rules.ts';
import { notFound } from '../../errors.ts';
import { findRatePlan } from '../../goods/store.ts';
import { findHotel } from '../../hotels/store.ts';
import { input, nullable, oneOf, optional, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { acceptanceView, modeField, toAcceptance } from './acceptance.ts';

export default apiRoute({
  operation: 'setAcceptance',
  method: 'PUT',
  path: '/settings/acceptance',
  group: 'account',
  title: { zh: '设定接单方式', en: 'Set how bookings are accepted' },
  about: {
    zh: '对整个账户、一家酒店或一个预定商品设定；范围小的优先。mode 为 null 时取消该条设定。只影响此后到来的预约。',
    en: 'For the account, a hotel or a rate plan; the narrowest one wins. A mode of null takes the rule away. It counts for bookings that come from now on.',
  },
  body: input({
    level: oneOf(['account', 'hotel', 'rate_plan'], 'where the rule applies'),
    subject_id: optional(ownId('hotel or rate plan; absent for the account')),
    mode: nullable(modeField),
  }),
  reply: acceptanceView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, body }) => {
    const { accountId } = caller;
    const { level, subject_id, mode } = body;
    const subjectId = checkSubject(level, subject_id);
    await checkExists(db, accountId, level, subjectId);
    if (mode === null) await removeAcceptanceRule(db, accountId, level, subjectId);
    else await setAcceptanceRule(db, accountId, { level, subject_id: subjectId, mode });
    return toAcceptance(await listAcceptanceRules(db, accountId));
  },
});

function checkSubject(level: AcceptanceLevel, subjectId: string | undefined): string {
  if ((level === 'account') === (subjectId === undefined)) return subjectId ?? '';
  const where = 'body.subject_id';
  throw inputInvalid([
    level === 'account'
      ? { where, message_zh: '对账户设定时不能给出', message_en: 'must be absent for the account' }
      : { where, message_zh: '缺少', message_en: 'is missing' },
  ]);
}

async function checkExists(db: Session, accountId: string, level: AcceptanceLevel, subjectId: string): Promise<void> {
  if (level === 'hotel' && (await findHotel(db, accountId, subjectId)) === undefined) {
    throw notFound('hotel', subjectId, 'body.subject_id');
  }
  if (level === 'rate_plan' && (await findRatePlan(db, accountId, subjectId)) === undefined) {
    throw notFound('rate_plan', subjectId, 'body.subject_id');
  }
}
