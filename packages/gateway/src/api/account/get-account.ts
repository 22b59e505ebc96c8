import Type from 'typebox';
import { findAccount } from '../../accounts/provision.ts';
import { notFound } from '../../errors.ts';
import { nullable, output } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'getAccount',
  method: 'GET',
  path: '/account',
  group: 'account',
  title: { zh: '我的账户', en: 'My account' },
  about: {
    zh: '当前密钥打开的商家总户，可用来检查密钥是否有效。',
    en: 'The account the key opens: a way to see whether a key works.',
  },
  reply: output('MyAccount', {
    account_id: Type.String({ description: 'merchant account (商家总户)' }),
    name: Type.String(),
    currency: nullable(
      Type.String({
        description: 'outside the mainland: prices are in it, after tax, each with its amount before tax',
      }),
    ),
    key_id: Type.String({ description: 'the key this request came with' }),
  }),
  handle: async ({ db }, { caller }) => {
    const account = await findAccount(db, caller.accountId);
    if (account === undefined) throw notFound('account', caller.accountId);
    return { account_id: account.account_id, name: account.name, currency: account.currency, key_id: caller.keyId };
  },
});
