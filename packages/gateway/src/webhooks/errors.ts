import { defineErrors } from '@yuzhu/runtime';

/** What the webhook door answers to what it does not take. The platform looks at the HTTP status only (documented). */
export const WEBHOOK_ERRORS = defineErrors({
  WEBHOOK_SIGNATURE: {
    status: 401,
    zh: '签名不正确，或应用未知；没有任何内容被改动。',
    en: 'the signature is wrong or the application unknown; nothing was changed.',
    next_zh: '核对 client_key 与密钥；签名为 SHA-1(密钥 + 原始报文)，放在 X-Douyin-Signature。',
    next_en: 'Check client_key and secret; the signature is SHA-1 over secret and raw body, in X-Douyin-Signature.',
  },
  WEBHOOK_MALFORMED: {
    status: 400,
    zh: '通知无法读取：{reason}；没有任何内容被改动。',
    en: 'the notice can not be read: {reason}; nothing was changed.',
    next_zh: '按平台的消息格式发送：event、client_key、content（JSON 文本）。',
    next_en: 'Send it in the platform’s form: event, client_key, content (JSON text).',
  },
});
