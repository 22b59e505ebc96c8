import { listNotices } from '../../webhooks/list.ts';
import { oneOf, optional } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { adminRoute } from '../route.ts';
import { noticeView, toNotice } from './notice.ts';

export default adminRoute({
  operation: 'listNotices',
  method: 'GET',
  path: '/notices',
  group: 'operator',
  title: { zh: '平台消息推送', en: 'List notices of the platform' },
  about: {
    zh: '平台推送的消息，最新的在前。state=failed 是无法处理、需要人工查看的消息。',
    en: 'Webhooks of the platform, newest first. state=failed are those that could not be worked in and wait for a person.',
  },
  query: { state: optional(oneOf(['waiting', 'done', 'failed'], 'only in this state')), ...pageQuery },
  reply: page(noticeView, 'notices'),
  handle: async ({ db, keys }, { query }) => {
    const limit = query.limit ?? PER_PAGE;
    const cursor = readCursor(query.cursor, [0, '']);
    const before = cursor === undefined ? undefined : { receivedAt: cursor[0], messageId: cursor[1] };
    const rows = await listNotices(db, { state: query.state, before, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => [row.receivedAt, row.messageId],
      (row) => toNotice(keys, row),
    );
  },
});
