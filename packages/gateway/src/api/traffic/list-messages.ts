import { listMessages } from '../../outbox/list.ts';
import { oneOf, optional, platformId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { messageView, toMessage } from './message.ts';

export default apiRoute({
  operation: 'listMessages',
  method: 'GET',
  path: '/outbox',
  group: 'traffic',
  stress: true,
  title: { zh: '发往平台的消息', en: 'Messages to the platform' },
  about: {
    zh: '接单、拒单与入住状态消息，最新的在前。state=failed 即待办清单。',
    en: 'Acceptances, rejections and stay statuses, newest first. state=failed is the to-do list.',
  },
  query: {
    state: optional(oneOf(['waiting', 'done', 'failed'], 'only in this state')),
    order_id: optional(platformId('only about this booking')),
    ...pageQuery,
  },
  reply: page(messageView, 'messages'),
  handle: async (ctx, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const before = readCursor(query.cursor, [0]);
    const rows = await listMessages(ctx, caller.accountId, {
      limit: limit + 1,
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.order_id === undefined ? {} : { subjectId: query.order_id }),
      ...(before === undefined ? {} : { before: before[0] }),
    });
    return toPage(rows, limit, (row) => [row.messageId], toMessage);
  },
});
