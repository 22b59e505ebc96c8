import Type from 'typebox';
import type { OwnEntry } from '../matching/own-entries.ts';
import { type Comparison, propose } from '../matching/proposal.ts';
import { list, nullable } from './fields.ts';

/** More hotels or room types than are matched by hand at once. */
export const MOST_SUGGESTED = 1000;

/** What an entry of the platform most likely is; a help for a person, nothing is matched by it. */
export const suggestionFields = {
  suggested_for: nullable(
    Type.String({ description: 'own id of the unmatched entry it most likely is; null: none is likely' }),
  ),
  likeness: nullable(Type.Number({ description: '0.55 to 1; 1 = all that is known is the same' })),
  doubtful: Type.Boolean({ description: 'another entry is nearly as likely: look twice' }),
  reasons: list(
    Type.Object({
      about: Type.String({
        description: 'what was compared: name, address, distance, beds, grade, view, area, guests',
      }),
      verdict: Type.Enum(['same', 'alike', 'differs']),
      zh: Type.String(),
      en: Type.String(),
    }),
    'what speaks for and against it',
  ),
};

/** Entry of the platform with its id. */
export type FoundEntry<Facts> = Facts & { readonly platformId: string };

interface Suggestion {
  readonly suggested_for: string | null;
  readonly likeness: number | null;
  readonly doubtful: boolean;
  readonly reasons: { about: string; verdict: 'same' | 'alike' | 'differs'; zh: string; en: string }[];
}

/** What is shown of an entry that nothing is likely for. */
export function noSuggestion(): Suggestion {
  return { suggested_for: null, likeness: null, doubtful: false, reasons: [] };
}

/**
 * Finds for each entry of the platform the unmatched one of the hotel's own it most likely is.
 * @returns what is shown for an id of the platform
 */
export function suggestionsFor<Facts, Prepared>(
  own: readonly OwnEntry<Facts>[],
  found: readonly FoundEntry<Facts>[],
  comparison: Comparison<Facts, Prepared>,
): (platformId: string) => Suggestion {
  const byId = new Map(
    propose<OwnEntry<Facts>, FoundEntry<Facts>, Facts, Prepared>(own, found, comparison).map((proposal) => [
      proposal.found.platformId,
      proposal,
    ]),
  );
  return (platformId) => {
    const proposal = byId.get(platformId);
    if (proposal === undefined) return noSuggestion();
    return {
      suggested_for: proposal.own.ownId,
      likeness: Math.round(proposal.score * 100) / 100,
      doubtful: proposal.doubtful,
      reasons: proposal.reasons().map((reason) => ({ ...reason })),
    };
  };
}
