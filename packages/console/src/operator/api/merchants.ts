import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';
import type { Terms } from './products.ts';

/** How the platform treats a merchant: audits, delays, currency. */
export interface Handling {
  readonly audit_mode: 'approve' | 'reject' | 'manual';
  readonly audit_message: string;
  readonly audit_delay_ms: number;
  readonly ari_write_delay_ms: number;
  /** Of a merchant outside the mainland, ISO 4217; null: mainland. */
  readonly currency: string | null;
}

/** A merchant. */
export interface Account extends Handling {
  readonly account_id: string;
  readonly name: string;
  readonly applications: readonly string[];
  readonly terms: Terms;
}

/** A rate limit an operator set. */
export interface Limit {
  readonly interface: string;
  readonly max_calls: number;
  readonly per_seconds: number;
  readonly per: 'application' | 'merchant';
}

/** An application of a partner. */
export interface Application {
  readonly client_key: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly webhook_url: string | null;
  readonly addresses: readonly { readonly interface: string; readonly url: string; readonly own: boolean }[];
  readonly limits: readonly Limit[];
}

/** The merchants. */
export function useAccounts() {
  return useQuery({
    queryKey: ['operator', 'accounts'],
    queryFn: async ({ signal }) => (await operatorApi<{ accounts: Account[] }>('GET /accounts', { signal })).accounts,
  });
}

/** Applications with their addresses, scopes and limits. */
export function useApplications() {
  return useQuery({
    queryKey: ['operator', 'applications'],
    queryFn: async ({ signal }) =>
      (await operatorApi<{ applications: Application[] }>('GET /applications', { signal })).applications,
  });
}

/** How many guests there are. */
export function useGuestCount() {
  return useQuery({
    queryKey: ['operator', 'users'],
    queryFn: async ({ signal }) => (await operatorApi<{ users: unknown[] }>('GET /users', { signal })).users.length,
  });
}

/** Changes how a merchant is treated. */
export function useSetHandling() {
  return useChange(({ accountId, handling }: { readonly accountId: string; readonly handling: Handling }) =>
    operatorApi<Account>('PUT /accounts/:account_id/handling', { params: { account_id: accountId }, body: handling }),
  );
}

/** Sets the address of a scene; undefined goes back to the default. */
export function useSetAddress(clientKey: string) {
  return useChange(({ scene, url }: { readonly scene: string; readonly url: string | undefined }) =>
    operatorApi<Application>('PUT /applications/:client_key/addresses/:interface', {
      params: { client_key: clientKey, interface: scene },
      body: url === undefined ? {} : { url },
    }),
  );
}

/** Subscribes an address to the notices, which is asked the challenge first; undefined unsubscribes. */
export function useSetWebhook(clientKey: string) {
  return useChange((url: string | undefined) =>
    operatorApi<Application>('PUT /applications/:client_key/webhook', {
      params: { client_key: clientKey },
      body: url === undefined ? {} : { url },
    }),
  );
}

/** Replaces the scopes. */
export function useSetScopes(clientKey: string) {
  return useChange((scopes: readonly string[]) =>
    operatorApi<Application>('PUT /applications/:client_key/scopes', {
      params: { client_key: clientKey },
      body: { scopes },
    }),
  );
}

/** Sets the limit of an interface; null goes back to the contract's or the default. */
export function useSetLimit(clientKey: string) {
  return useChange(({ name, limit }: { readonly name: string; readonly limit: Omit<Limit, 'interface'> | null }) =>
    operatorApi<Application>('PUT /applications/:client_key/limits/:interface', {
      params: { client_key: clientKey, interface: name },
      body: { limit },
    }),
  );
}

/** Makes guests up. */
export function useAddGuests() {
  return useChange((body: { readonly prefix: string; readonly count: number }) =>
    operatorApi<{ user_ids: string[] }>('POST /users', { body }),
  );
}

/** A change after which everything of the operator's pages is read anew. */
function useChange<Input, Reply>(change: (input: Input) => Promise<Reply>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}
