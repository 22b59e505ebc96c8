import type { ReactNode } from 'react';

/** How a state is to be felt: done and fine, waiting for somebody, wrong, going on, or of no weight. */
export type Tone = 'good' | 'wait' | 'bad' | 'busy' | 'plain';

/** A small coloured word for a state. The word carries the meaning; the colour only helps. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`mark mark-${tone}`}>{children}</span>;
}
