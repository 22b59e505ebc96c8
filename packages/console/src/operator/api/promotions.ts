import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** Marketing of a voucher. Amounts in fen per voucher, moments in Unix ms. */
export interface Promotion {
  readonly promotion_id: string;
  readonly voucher_id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly from: number;
  readonly to: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly discount: number;
  readonly flash_price: number | null;
  readonly stock: number | null;
  readonly per_person: number | null;
  readonly sold: number;
  readonly fee_bp: number;
}

/** A promotion about to be set up. */
export interface NewPromotion {
  readonly kind: 'flash-sale' | 'boost' | 'subsidy';
  readonly name: string;
  readonly to: number;
  readonly discount?: number;
  readonly flash_price?: number;
  readonly stock?: number;
  readonly per_person?: number;
  readonly fee_bp?: number;
}

/** All promotions, newest first. */
export function usePromotions() {
  return useQuery({
    queryKey: ['operator', 'promotions'],
    queryFn: ({ signal }) => operatorApi<{ now: number; promotions: Promotion[] }>('GET /promotions', { signal }),
    refetchInterval: 3000,
  });
}

/** Sets one up for a voucher on sale. */
export function useAddPromotion() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ voucherId, promotion }: { readonly voucherId: string; readonly promotion: NewPromotion }) =>
      operatorApi<Promotion>('POST /vouchers/:voucher_id/promotions', {
        params: { voucher_id: voucherId },
        body: promotion,
      }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'promotions'] }),
  });
}

/** Ends one now. */
export function useEndPromotion() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (promotionId: string) =>
      operatorApi<Promotion>('POST /promotions/:promotion_id/end', { params: { promotion_id: promotionId } }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'promotions'] }),
  });
}
