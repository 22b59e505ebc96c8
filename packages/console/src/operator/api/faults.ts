import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** How one exchange is spoilt; each number belongs to some kinds only. */
export interface Fault {
  readonly kind: string;
  readonly ms?: number;
  readonly status?: number;
  /** Probability for each rate plan of the call. */
  readonly share?: number;
}

/** Which exchanges are spoilt: each with a probability, or the next so many. */
export type FaultPick = { readonly probability: number } | { readonly next: number };

/** A rule about to be set. */
export interface NewFaultRule {
  /** Short name of an interface, or `*` for all of the direction. */
  readonly interfaceName: string;
  readonly direction: 'in' | 'out';
  readonly fault: Fault;
  readonly pick: FaultPick;
}

/** A rule that holds. */
export interface FaultRule extends NewFaultRule {
  readonly id: string;
  /** Exchanges it looked at, and those it spoilt. */
  readonly seen: number;
  readonly spoilt: number;
}

interface Rules {
  readonly rules: readonly FaultRule[];
}

const KEY = ['operator', 'faults'];

/** The rules. */
export function useFaults() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => operatorApi<Rules>('GET /faults', { signal }),
    refetchInterval: 5000,
  });
}

/** Adds a rule. */
export function useAddFault() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rule: NewFaultRule) => operatorApi<Rules>('POST /faults', { body: rule }),
    onSuccess: (rules) => queries.setQueryData(KEY, rules),
  });
}

/** Removes a rule; undefined removes all. */
export function useRemoveFault() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string | undefined) =>
      id === undefined
        ? operatorApi<Rules>('DELETE /faults')
        : operatorApi<Rules>('DELETE /faults/:id', { params: { id } }),
    onSuccess: (rules) => queries.setQueryData(KEY, rules),
  });
}
