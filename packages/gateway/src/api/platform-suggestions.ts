import Type from 'typebox';
import { suggestPairs } from '../hotels/suggest.ts';
import { nullable } from './fields.ts';

/** More hotels or room types than are matched by hand at once. */
export const MOST_SUGGESTED = 1000;

/** What an entry of the platform most likely is; a help for a person, nothing is matched by it. */
export const suggestionFields = {
  suggested_for: nullable(
    Type.String({ description: 'own id of the unmatched entry whose name is most alike; null: none is' }),
  ),
  likeness: nullable(Type.Number({ description: '0.5 to 1; 1 = the same name' })),
};

/**
 * Finds for each entry of the platform the unmatched one of the hotel's own it most likely is.
 * @returns by the platform's id
 */
export function suggestionsFor(
  own: readonly { readonly id: string; readonly name: string }[],
  found: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, { readonly suggested_for: string; readonly likeness: number }> {
  return new Map(
    suggestPairs(own, found).map((pair) => [
      pair.found.id,
      { suggested_for: pair.own.id, likeness: Math.round(pair.likeness * 100) / 100 },
    ]),
  );
}
