import type { ReactNode } from 'react';

/** One fact of a list of facts (`dl.lines`): title left, value right. */
export function Line({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
