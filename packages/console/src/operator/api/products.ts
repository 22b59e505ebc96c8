import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** Commercial terms; fees in basis points of what was paid. */
export interface Terms {
  readonly creation_mode: 'one-step' | 'two-step';
  /** manual: no direct connection. */
  readonly docking: 'direct' | 'manual';
  readonly accept_minutes: number;
  readonly service_fee_bp: number;
  readonly commission_bp: number;
  readonly creator_id: string | null;
}

/** A voucher at the platform. */
export interface Product {
  readonly account_id: string;
  readonly voucher_id: string;
  readonly out_id: string;
  readonly name: string;
  readonly shelf: string;
  readonly latest_version: number;
  readonly approved_version: number | null;
  readonly sold: number;
  readonly terms: Terms;
}

/** An audit of a version of a voucher, a hotel or a room type. */
export interface Audit {
  readonly account_id: string;
  readonly kind: 'voucher' | 'hotel' | 'room';
  /** Voucher and room type by the platform's id, a hotel by the partner's. */
  readonly subject: string;
  readonly version: number;
  readonly name: string;
  readonly state: string;
  readonly message: string;
  readonly submitted_at: number;
  readonly decided_at: number | null;
  readonly logid: string;
}

/** All vouchers with state and terms. */
export function useProducts() {
  return useQuery({
    queryKey: ['operator', 'products'],
    queryFn: async ({ signal }) => (await operatorApi<{ products: Product[] }>('/products', { signal })).products,
    refetchInterval: 5000,
  });
}

/** Sets terms of a voucher, for orders from now on. */
export function useSetTerms() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ voucherId, terms }: { readonly voucherId: string; readonly terms: Partial<Terms> }) =>
      operatorApi<Terms>(`/vouchers/${encodeURIComponent(voucherId)}/terms`, { method: 'PUT', body: terms }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'products'] }),
  });
}

/** Audits of vouchers, hotels and room types, newest first. */
export function useAudits(waitingOnly: boolean) {
  return useQuery({
    queryKey: ['operator', 'audits', waitingOnly],
    queryFn: async ({ signal }) => {
      const options = { query: waitingOnly ? { waiting: true } : {}, signal };
      const [vouchers, statics] = await Promise.all([
        operatorApi<{ audits: (Omit<Audit, 'kind' | 'subject'> & { voucher_id: string })[] }>('/audits', options),
        operatorApi<{ audits: Audit[] }>('/static-audits', options),
      ]);
      const all: Audit[] = [
        ...vouchers.audits.map(({ voucher_id: subject, ...one }) => ({ ...one, kind: 'voucher' as const, subject })),
        ...statics.audits,
      ];
      return all.sort((one, other) => other.submitted_at - one.submitted_at);
    },
    refetchInterval: 3000,
  });
}

/** Approves or rejects now. */
export function useDecideAudit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({
      audit,
      approve,
      message,
    }: {
      readonly audit: Audit;
      readonly approve: boolean;
      readonly message?: string;
    }) =>
      operatorApi<unknown>(pathOf(audit), {
        method: 'POST',
        body: { approve, ...(message === undefined ? {} : { message }) },
      }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

function pathOf({ account_id: account, kind, subject, version }: Audit): string {
  const place = `${encodeURIComponent(subject)}/${version}`;
  return kind === 'voucher' ? `/audits/${place}` : `/static-audits/${account}/${kind}/${place}`;
}
