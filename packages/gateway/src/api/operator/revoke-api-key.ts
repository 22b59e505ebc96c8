import Type from 'typebox';
import { revokeApiKey } from '../../api-keys/store.ts';
import { notFound } from '../../errors.ts';
import { platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';

export default adminRoute({
  operation: 'revokeApiKey',
  method: 'DELETE',
  path: '/accounts/{account_id}/api-keys/{key_id}',
  group: 'operator',
  title: { zh: '作废接口密钥', en: 'Revoke an API key' },
  about: {
    zh: '立即失效，不能恢复；重复作废结果相同。',
    en: 'It opens nothing from now on and can not be brought back; revoking it again changes nothing.',
  },
  params: { account_id: platformId('account'), key_id: platformId('the key’s id') },
  reply: Type.Object({ revoked: Type.Literal(true) }),
  errors: ['NOT_FOUND'],
  handle: async ({ db, clock }, { params }) => {
    if (!(await revokeApiKey(db, params.account_id, params.key_id, clock.now()))) {
      throw notFound('api_key', params.key_id);
    }
    return { revoked: true as const };
  },
});
