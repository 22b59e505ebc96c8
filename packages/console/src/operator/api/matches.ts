import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { operatorApi } from './operator-api.ts';

/** How a match stands: bound, or broken in one of three ways. */
export const MATCH_STATES = ['bound', 'unbound', 'off-shelf', 'abnormal'] as const;

/** One of them. */
export type MatchState = (typeof MATCH_STATES)[number];

/** A hotel, room type or good with the state of its match. */
export interface Match {
  readonly account_id: string;
  readonly kind: 'hotel' | 'room' | 'good';
  readonly subject: string;
  readonly name: string;
  readonly state: MatchState;
  readonly since: number | null;
}

/** All matches, broken ones first. */
export function useMatches() {
  return useQuery({
    queryKey: ['operator', 'matches'],
    queryFn: async ({ signal }) => (await operatorApi<{ matches: Match[] }>('GET /matches', { signal })).matches,
    refetchInterval: 5000,
  });
}

/** Breaks a match or mends it; the partner gets a notice. */
export function useSetMatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ match, state }: { readonly match: Match; readonly state: MatchState }) =>
      operatorApi('PUT /matches/:account_id/:kind/:subject', {
        params: { account_id: match.account_id, kind: match.kind, subject: match.subject },
        body: { state },
      }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operator', 'matches'] }),
  });
}
