import type { Interface } from '@yuzhu/contract';
import type { AcceptCase } from '../cases/case.ts';

/** Which cases examine an interface: the table that a test compares with the contract's registry. */
export function casesByInterface(
  registry: readonly Interface[],
  cases: readonly AcceptCase[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    registry.map(({ name }) => [name, cases.filter(({ interfaces }) => interfaces.includes(name)).map(({ id }) => id)]),
  );
}

/** Interfaces that no case of their own examines: none may be left. What is made alike for all of a kind does not count. */
export function uncovered(registry: readonly Interface[], cases: readonly AcceptCase[]): readonly string[] {
  const own = cases.filter(({ blanket }) => blanket !== true);
  return [...casesByInterface(registry, own)].filter(([, found]) => found.length === 0).map(([name]) => name);
}
