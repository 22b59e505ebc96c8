import Type from 'typebox';
import { findAccount } from '../../accounts/provision.ts';
import { listApiKeys } from '../../api-keys/store.ts';
import { notFound } from '../../errors.ts';
import { list, platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';
import { apiKeyView, toApiKey } from './views.ts';

export default adminRoute({
  operation: 'listApiKeys',
  method: 'GET',
  path: '/accounts/{account_id}/api-keys',
  group: 'operator',
  title: { zh: '接口密钥列表', en: 'List API keys' },
  params: { account_id: platformId('account') },
  reply: Type.Object({ items: list(apiKeyView, 'keys, newest first, revoked ones too') }),
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { params }) => {
    if ((await findAccount(db, params.account_id)) === undefined) throw notFound('account', params.account_id);
    return { items: (await listApiKeys(db, params.account_id)).map(toApiKey) };
  },
});
