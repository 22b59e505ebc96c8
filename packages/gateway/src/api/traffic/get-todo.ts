import Type from 'typebox';
import { pullExpectedSince, unpulledBefore } from '../../ari/notifying/unpulled.ts';
import { PULL_MISSING, PULL_SILENCE_MS } from '../../ari/watching/pulls-seen.ts';
import { NOT_OF_BROKEN_PLAN } from '../../broken-matches/store.ts';
import { ODD_ORDER } from '../../orders/read.ts';
import { output } from '../fields.ts';
import { apiRoute } from '../route.ts';

const count = (description: string) => Type.Integer({ description });

export default apiRoute({
  operation: 'getTodo',
  method: 'GET',
  path: '/todo',
  group: 'traffic',
  title: { zh: '待办统计', en: 'What is to be done' },
  about: {
    zh: '需要人工处理的事项数量；各项的清单见括注的接口。全为 0 即一切正常。',
    en: 'How much waits for a person; the list of each is named beside it. All zero: all is well.',
  },
  reply: output('Todo', {
    waiting_bookings: count('bookings to accept or reject (/bookings?state=wait_accept)'),
    attention_bookings: count('bookings with oddities (/bookings?attention=true)'),
    attention_orders: count('voucher orders with oddities (/voucher-orders?attention=true)'),
    failed_messages: count('messages the platform did not take (/outbox?state=failed)'),
    failed_publications: count(
      'hotels, room types, rate plans and vouchers that could not be published or were rejected (/publications)',
    ),
    refused_nights: count('nights the platform refused, but for broken matches (/calendar/refusals)'),
    resting_pushes: count('hotels whose pushes rest after failures (/calendar/pauses)'),
    missing_pulls: count(
      '1: something is on sale and the platform has not pulled for 15 minutes: the link may be down',
    ),
    broken_matches: count('rate plans switched off by a broken match (/broken-matches)'),
    unpulled_notices: count(
      'room types and rate plans whose changes the platform was told of and did not pull (/calendar/unpulled)',
    ),
    bill_differences: count('bookings whose bill differs (/bills/matches)'),
  }),
  handle: ({ db, clock }, { caller }) =>
    db.one(
      `SELECT
         (SELECT count(*) FROM gateway.bookings WHERE account_id = $1 AND state = 'wait_accept') AS waiting_bookings,
         (SELECT count(*) FROM gateway.bookings WHERE account_id = $1 AND attention <> '{}') AS attention_bookings,
         (SELECT count(*) FROM gateway.voucher_orders WHERE account_id = $1 AND ${ODD_ORDER}) AS attention_orders,
         (SELECT count(*) FROM gateway.outbox WHERE account_id = $1 AND state = 'failed') AS failed_messages,
         (SELECT count(*) FROM gateway.publications WHERE account_id = $1 AND state = 'failed') AS failed_publications,
         (SELECT count(*) FROM gateway.ari_refusals r WHERE r.account_id = $1 AND ${NOT_OF_BROKEN_PLAN}) AS refused_nights,
         (SELECT count(*) FROM gateway.ari_pauses WHERE account_id = $1) AS resting_pushes,
         (SELECT count(*) FROM gateway.accounts a WHERE a.account_id = $1 AND ${PULL_MISSING}) AS missing_pulls,
         (SELECT count(*) FROM gateway.broken_matches WHERE account_id = $1) AS broken_matches,
         (SELECT count(DISTINCT (d.kind, d.subject_id)) FROM gateway.ari_dirty d
          WHERE d.account_id = $1 AND ${unpulledBefore('$3')}) AS unpulled_notices,
         (SELECT count(*) FROM gateway.bill_matches WHERE account_id = $1 AND state <> 'matched') AS bill_differences`,
      [caller.accountId, new Date(clock.now() - PULL_SILENCE_MS), new Date(pullExpectedSince(clock.now()))],
    ),
});
