import { notFound } from '../../errors.ts';
import { retryNotice } from '../../webhooks/list.ts';
import { input, nameText, platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';
import { noticeView, toNotice } from './notice.ts';

export default adminRoute({
  operation: 'retryNotice',
  method: 'POST',
  path: '/notices/retry',
  group: 'operator',
  title: { zh: '重新处理消息推送', en: 'Work a notice in again' },
  about: {
    zh: '失败的消息重新处理；已处理的保持不变。',
    en: 'A failed notice is worked in again, as it came; one that is done stays as it is.',
  },
  body: input({ client_key: platformId('application'), message_id: nameText('the notice’s message_id') }),
  status: 202,
  reply: noticeView,
  errors: ['NOT_FOUND'],
  handle: async ({ db, keys, clock, wake }, { body }) => {
    const notice = await retryNotice(db, body.client_key, body.message_id, clock.now());
    if (notice === undefined) throw notFound('notice', body.message_id);
    wake.webhooks();
    return toNotice(keys, notice);
  },
});
