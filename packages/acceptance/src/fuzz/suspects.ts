import type { FuzzMessage } from './message.ts';
import type { Sent } from './send.ts';
import type { WrittenRow } from './state.ts';

/**
 * The messages of a batch that may be behind a write nothing explains: those that name the row, else those that were
 * refused and could write its table, else all that were refused, else all.
 */
export function suspectsOf(row: WrittenRow, batch: readonly Sent[]): readonly FuzzMessage[] {
  // The row may hold the id otherwise than it was sent: its longest plain part is looked for.
  const part = longestPart(row.subject);
  const names = ({ body, headers }: FuzzMessage) =>
    body.includes(part) || headers.some(([, value]) => value.includes(part));
  const naming = part.length < 6 ? [] : batch.filter(({ message }) => names(message)).slice(0, 8);
  const refused = batch.filter(({ verdict }) => !verdict.accepted);
  const likely = refused.filter(({ target }) => target.writes.includes(row.table));
  const suspects = [naming, likely, refused].find((list) => list.length > 0) ?? batch;
  return suspects.map(({ message }) => message);
}

function longestPart(text: string): string {
  return text.split(/[^A-Za-z0-9]+/).reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}
