import type { Random, Session } from '@yuzhu/runtime';
import { newId } from '../ids.ts';
import type { Posting } from './postings.ts';

/** Writes a posting down; its id. The database refuses one that does not balance, at commit. */
export async function post(
  session: Session,
  random: Random,
  accountId: string,
  posting: Posting,
  now: number,
): Promise<string> {
  const postingId = await newId(session, random, 'flow');
  await session.execute(
    'INSERT INTO sandbox.postings (account_id, posting_id, kind, subject, at_ms) VALUES ($1, $2, $3, $4, $5)',
    [accountId, postingId, posting.kind, posting.subject, now],
  );
  if (posting.entries.length > 0) {
    await session.execute(
      `INSERT INTO sandbox.entries (account_id, posting_id, ledger_account, amount)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[])`,
      [
        accountId,
        postingId,
        posting.entries.map(({ account }) => account),
        posting.entries.map(({ amount }) => amount),
      ],
    );
  }
  return postingId;
}

/** What an account of the ledger holds of one currency. */
export interface Balance {
  readonly ledger_account: string;
  /** That of the merchants the entries belong to. */
  readonly currency: string;
  /** Hundredths of it. */
  readonly balance: number;
}

/** SQL: the currency of a merchant, whose id the expression names. */
const currencyOfMerchant = (accountId: string) =>
  `coalesce((SELECT currency FROM sandbox.accounts WHERE account_id = ${accountId}), 'CNY')`;

/** What every account holds; of each currency all of them together are nothing. */
export function balances(session: Session, accountId?: string): Promise<Balance[]> {
  return session.query(
    `SELECT e.ledger_account, m.currency, sum(e.amount)::bigint AS balance
     FROM sandbox.entries e CROSS JOIN LATERAL (SELECT ${currencyOfMerchant('e.account_id')} AS currency) m
     WHERE $1::text IS NULL OR e.account_id = $1
     GROUP BY e.ledger_account, m.currency ORDER BY e.ledger_account, m.currency`,
    [accountId ?? null],
  );
}

/** The sums by currency. Pure. */
export function sumsOf(balances: readonly Balance[]): { currency: string; sum: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, balance } of balances) sums.set(currency, (sums.get(currency) ?? 0) + balance);
  return [...sums].map(([currency, sum]) => ({ currency, sum })).sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** A posting with its entries, for people. */
export interface KeptPosting {
  readonly posting_id: string;
  readonly account_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly at: number;
  /** That of the merchant. */
  readonly currency: string;
  readonly entries: readonly { readonly account: string; readonly amount: number }[];
}

/** Postings of a merchant or about one order, newest first. */
export function listPostings(
  session: Session,
  filter: { readonly accountId?: string | undefined; readonly subject?: string | undefined; readonly limit: number },
): Promise<KeptPosting[]> {
  return session.query<KeptPosting>(
    `SELECT p.posting_id, p.account_id, p.kind, p.subject, p.at_ms AS at,
       ${currencyOfMerchant('p.account_id')} AS currency,
       coalesce(json_agg(json_build_object('account', e.ledger_account, 'amount', e.amount) ORDER BY e.ledger_account)
         FILTER (WHERE e.amount IS NOT NULL), '[]') AS entries
     FROM sandbox.postings p LEFT JOIN sandbox.entries e USING (account_id, posting_id)
     WHERE ($1::text IS NULL OR p.account_id = $1) AND ($2::text IS NULL OR p.subject = $2)
     GROUP BY p.account_id, p.posting_id ORDER BY p.at_ms DESC, p.posting_id DESC LIMIT $3`,
    [filter.accountId ?? null, filter.subject ?? null, filter.limit],
  );
}
