import { resolve } from 'node:path';
import type { Migrations } from '@yuzhu/runtime';

/** The gateway's schema and its migrations. */
export const GATEWAY_MIGRATIONS: Migrations = {
  schema: 'gateway',
  folder: resolve(import.meta.dirname, '../../migrations'),
};
