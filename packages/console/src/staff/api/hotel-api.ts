import { type Call, call } from '../../shared/http.ts';
import { currentKey } from '../key.ts';

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Given back as `cursor` for the next page; null on the last one. */
  readonly next_cursor: string | null;
}

/** Calls the hotel API with this tab's key. */
export function hotelApi<Reply>(path: string, options: Call = {}, key: string = currentKey() ?? ''): Promise<Reply> {
  return call<Reply>(`/api/v1${path}`, { ...options, headers: { authorization: `Bearer ${key}` } });
}
