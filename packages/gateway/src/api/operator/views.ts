import Type, { type Static } from 'typebox';
import type { AccountRow, ApplicationRow } from '../../accounts/provision.ts';
import type { ApiKeyRow } from '../../api-keys/store.ts';
import { momentText, nullable, output, toMoment, toMomentOrNull } from '../fields.ts';

/** An application in answers: never its secret. */
export const applicationView = output('Application', {
  client_key: Type.String(),
  created_at: momentText('when it was made here'),
});

/** An account in answers. */
export const accountView = output('Account', {
  account_id: Type.String({ description: 'merchant account (商家总户) at the platform' }),
  client_key: Type.String({ description: 'application it authorised' }),
  name: Type.String(),
  test_shop: Type.Boolean({ description: 'a test shop of the platform' }),
  currency: nullable(Type.String({ description: 'of a merchant outside the mainland; null: mainland' })),
  created_at: momentText('when it was made here'),
});

/** A key in lists: never the key itself. */
export const apiKeyView = output('ApiKey', {
  key_id: Type.String(),
  label: Type.String(),
  created_at: momentText('when it was made'),
  revoked_at: nullable(momentText('when it was revoked; null while it opens')),
});

/** Row to answer. */
export function toApplication(row: ApplicationRow): Static<typeof applicationView> {
  return { ...row, created_at: toMoment(row.created_at) };
}

/** Row to answer. */
export function toAccount(row: AccountRow): Static<typeof accountView> {
  return { ...row, created_at: toMoment(row.created_at) };
}

/** Row to answer. */
export function toApiKey(row: ApiKeyRow): Static<typeof apiKeyView> {
  return { ...row, created_at: toMoment(row.created_at), revoked_at: toMomentOrNull(row.revoked_at) };
}
