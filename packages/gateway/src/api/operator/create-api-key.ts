import { sqlState } from '@yuzhu/runtime';
import Type from 'typebox';
import { makeApiKey } from '../../api-keys/api-key.ts';
import { addApiKey } from '../../api-keys/store.ts';
import { notFound } from '../../errors.ts';
import { input, nameText, output, platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';

export default adminRoute({
  operation: 'createApiKey',
  method: 'POST',
  path: '/accounts/{account_id}/api-keys',
  group: 'operator',
  title: { zh: '创建接口密钥', en: 'Make an API key' },
  about: {
    zh: '密钥只在这次应答中出现，之后只能作废、不能再看。一个密钥只能打开一个商家总户。',
    en: 'The key is in this answer only; later it can be revoked, not read. A key opens exactly one account.',
  },
  params: { account_id: platformId('account the key opens') },
  body: input({ label: nameText('what the key is for, e.g. the system that uses it', 100) }),
  status: 201,
  reply: output('NewApiKey', {
    key_id: Type.String({ description: 'names the key in lists and logs' }),
    key: Type.String({ description: 'the key itself: keep it, it is shown once' }),
  }),
  errors: ['NOT_FOUND'],
  handle: async ({ db, random, clock }, { params, body }) => {
    const made = makeApiKey(random);
    try {
      await addApiKey(db, params.account_id, made, body.label, clock.now());
    } catch (error) {
      if (sqlState(error) !== '23503') throw error;
      throw notFound('account', params.account_id);
    }
    return { key_id: made.keyId, key: made.key };
  },
});
