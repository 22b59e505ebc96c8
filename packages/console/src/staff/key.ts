import { useSyncExternalStore } from 'react';

/**
 * The hotel API's key, entered once. It stays in this tab's session storage: closing the tab forgets it, and it is never
 * written into an address or a log.
 */
const STORED = 'yuzhu.key';
const listeners = new Set<() => void>();

/** The key of this tab, or null before somebody entered one. */
export function currentKey(): string | null {
  return sessionStorage.getItem(STORED);
}

/** Keeps a key for this tab; null forgets it. */
export function keepKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, key);
  for (const listener of listeners) listener();
}

/** The key, followed by the page. */
export function useKey(): string | null {
  return useSyncExternalStore(subscribe, currentKey);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
