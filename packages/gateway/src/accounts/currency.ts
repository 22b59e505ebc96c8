import { type Session, statement } from '@yuzhu/runtime';

const CURRENCY = statement('account_currency', 'SELECT currency FROM gateway.accounts WHERE account_id = $1');

/**
 * Currency of a merchant outside the mainland (ISO 4217); undefined for one on the mainland, whose money is CNY and needs no
 * word about it.
 */
export async function currencyOf(session: Session, accountId: string): Promise<string | undefined> {
  return (await session.first<{ currency: string | null }>(CURRENCY, [accountId]))?.currency ?? undefined;
}
