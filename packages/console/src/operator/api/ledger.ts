import { useQuery } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** The ledger's accounts, fen; together they hold nothing. */
export interface Ledger {
  /** Of each currency, nothing. */
  readonly sums: readonly { readonly currency: string; readonly sum: number }[];
  readonly accounts: readonly {
    readonly ledger_account: string;
    readonly currency: string;
    readonly balance: number;
  }[];
}

/** A movement of money. */
export interface Posting {
  readonly posting_id: string;
  readonly account_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly at: number;
  readonly currency: string;
  readonly entries: readonly { readonly account: string; readonly amount: number }[];
}

/** Balances of all accounts. */
export function useLedger() {
  return useQuery({
    queryKey: ['operator', 'ledger'],
    queryFn: ({ signal }) => operatorApi<Ledger>('GET /ledger', { signal }),
    refetchInterval: 5000,
  });
}

/** Postings, newest first; of one order or booking when `subject` is given. */
export function usePostings(subject: string | undefined) {
  return useQuery({
    queryKey: ['operator', 'postings', subject],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ postings: Posting[] }>('GET /ledger/postings', { query: { subject, limit: 200 }, signal }))
        .postings,
    refetchInterval: 5000,
    placeholderData: (before) => before,
  });
}
