import { useSyncExternalStore } from 'react';

/** Which made-up guest the visitor is. The sandbox has no login: anybody can be any of its guests. */
const STORED = 'yuzhu.guest';
const listeners = new Set<() => void>();

/** The id of the guest, or null before one was chosen. */
export function currentGuest(): string | null {
  return localStorage.getItem(STORED);
}

/** Becomes a guest; null: nobody yet. */
export function becomeGuest(userId: string | null): void {
  if (userId === null) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, userId);
  for (const listener of listeners) listener();
}

/** The guest's id, followed by the page. */
export function useGuestId(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentGuest);
}
