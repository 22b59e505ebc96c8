import Type from 'typebox';
import { resendMessage } from '../../outbox/list.ts';
import { apiRoute } from '../route.ts';
import { messageView, toMessage } from './message.ts';

export default apiRoute({
  operation: 'resendMessage',
  method: 'POST',
  path: '/outbox/{message_id}/resend',
  group: 'traffic',
  stress: true,
  title: { zh: '重发消息', en: 'Send a message again' },
  about: {
    zh: '失败的消息原样重发，等待中的立即发送；已送达的不会重发。',
    en: 'A failed message is sent again as it was, a waiting one at once; a delivered one is not.',
  },
  params: { message_id: Type.Integer({ minimum: 1, maximum: 999_999_999_999_999 }) },
  status: 202,
  reply: messageView,
  errors: ['NOT_FOUND', 'MESSAGE_SENT'],
  handle: async (ctx, { caller, params }) => toMessage(await resendMessage(ctx, caller.accountId, params.message_id)),
});
