import { sqlState } from '@yuzhu/runtime';
import { GATEWAY_ERRORS, NOUNS } from '../errors.ts';

/** A change of an object's platform id. */
export interface PlatformIdChange {
  readonly noun: 'hotel' | 'room_type';
  readonly id: string;
  readonly before: string | null;
  /** undefined: leave it as it is. */
  readonly wanted: string | null | undefined;
  /** Asked only when the id would change. */
  inUse(): Promise<boolean>;
}

/** The platform id to keep. @throws AppError PLATFORM_ID_FIXED when goods at the platform hang on the present one */
export async function keepPlatformId(change: PlatformIdChange): Promise<string | null> {
  const { noun, id, before, wanted } = change;
  if (wanted === undefined || wanted === before) return before;
  if (before !== null && (await change.inUse())) {
    throw GATEWAY_ERRORS.error('PLATFORM_ID_FIXED', {
      what_zh: NOUNS[noun].zh,
      what_en: NOUNS[noun].en,
      id,
      platform_id: before,
    });
  }
  return wanted;
}

/** Turns the database's "not unique" into an answer. @throws AppError PLATFORM_ID_TAKEN */
export async function guardPlatformId<T>(platformId: string | null | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw GATEWAY_ERRORS.error('PLATFORM_ID_TAKEN', { platform_id: platformId ?? '' }, error);
  }
}
