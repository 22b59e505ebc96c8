import { sqlState } from '@yuzhu/runtime';
import Type from 'typebox';
import { saveAccount } from '../../accounts/provision.ts';
import { notFound } from '../../errors.ts';
import { flag, input, nameText, nullable, optional, platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';
import { accountView, toAccount } from './views.ts';

export default adminRoute({
  operation: 'saveAccount',
  method: 'PUT',
  path: '/accounts/{account_id}',
  group: 'operator',
  title: { zh: '创建或更新商家总户', en: 'Create or update an account' },
  params: { account_id: platformId('merchant account (商家总户) at the platform') },
  body: input({
    name: nameText('name of the merchant'),
    client_key: platformId('application the merchant authorised; it must be registered'),
    test_shop: optional(
      flag('true: a test shop of the platform, whose products are made with a header of their own; absent: as it was'),
    ),
    currency: optional(
      nullable(
        Type.String({
          description:
            'outside the mainland: the currency (ISO 4217), every price then needs its amount before tax; null: mainland; absent: as it was',
          pattern: '^[A-Z]{3}$',
        }),
      ),
    ),
  }),
  reply: accountView,
  errors: ['NOT_FOUND'],
  handle: async ({ db, clock }, { params, body }) => {
    try {
      return toAccount(await saveAccount(db, { ...params, ...body }, clock.now()));
    } catch (error) {
      if (sqlState(error) !== '23503') throw error;
      throw notFound('application', body.client_key, 'body.client_key');
    }
  },
});
