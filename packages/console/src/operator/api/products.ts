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
    queryFn: async ({ signal }) => (await operatorApi<{ products: Product[] }>('GET /products', { signal })).products,
    refetchInterval: 5000,
  });
}

/** Whose terms: a merchant's, or one voucher's own. */
export type TermsOwner = { readonly account_id: string } | { readonly voucher_id: string };

/** Sets terms for orders from now on; null takes the own ones back. */
export function useSetTerms() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ owner, terms }: { readonly owner: TermsOwner; readonly terms: Partial<Terms> | null }) => {
      const options = { params: owner, ...(terms === null ? {} : { body: terms }) };
      if ('voucher_id' in owner)
        return terms === null
          ? operatorApi<Terms>('DELETE /vouchers/:voucher_id/terms', options)
          : operatorApi<Terms>('PUT /vouchers/:voucher_id/terms', options);
      return terms === null
        ? operatorApi<Terms>('DELETE /accounts/:account_id/terms', options)
        : operatorApi<Terms>('PUT /accounts/:account_id/terms', options);
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}

/** Audits of vouchers, hotels and room types, newest first. */
export function useAudits(waitingOnly: boolean) {
  return useQuery({
    queryKey: ['operator', 'audits', waitingOnly],
    queryFn: async ({ signal }) => {
      const options = { query: waitingOnly ? { waiting: true } : {}, signal };
      const [vouchers, statics] = await Promise.all([
        operatorApi<{ audits: (Omit<Audit, 'kind' | 'subject'> & { voucher_id: string })[] }>('GET /audits', options),
        operatorApi<{ audits: Audit[] }>('GET /static-audits', options),
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
    }) => {
      const { account_id, kind, subject, version } = audit;
      const body = { approve, ...(message === undefined ? {} : { message }) };
      return kind === 'voucher'
        ? operatorApi<unknown>('POST /audits/:voucher_id/:version', { params: { voucher_id: subject, version }, body })
        : operatorApi<unknown>('POST /static-audits/:account_id/:kind/:subject/:version', {
            params: { account_id, kind, subject, version },
            body,
          });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator'] }),
  });
}
