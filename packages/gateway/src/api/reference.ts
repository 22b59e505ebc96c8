import type { Bilingual } from '@yuzhu/contract';
import { GROUPS } from './route.ts';
import { ADMIN_ROUTES, API_ROUTES } from './routes.ts';
import { ADMIN_PREFIX, API_PREFIX } from './scopes.ts';

/** A route as the reference page shows it. */
export interface ReferenceRoute {
  readonly group: Bilingual;
  readonly method: string;
  /** Whole path, parameters as `{name}`. */
  readonly path: string;
  readonly title: Bilingual;
  /** Codes it may answer beside those every route may. */
  readonly errors: readonly string[];
}

/** Every route, in the order of the reference. */
export const API_REFERENCE: readonly ReferenceRoute[] = [
  ...API_ROUTES.map((route) => ({ ...route, path: API_PREFIX + route.path })),
  ...ADMIN_ROUTES.map((route) => ({ ...route, path: ADMIN_PREFIX + route.path })),
].map(({ group, method, path, title, errors }) => ({ group: GROUPS[group], method, path, title, errors }));
