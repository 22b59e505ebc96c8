import type { TestProject } from 'vitest/node';
import './test-database.ts';
import { dropOldDatabases } from './databases.ts';
import { startTestServer } from './server.ts';

/** vitest's global set-up: one PostgreSQL server for all files, let go of at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  await dropOldDatabases(server.url, Date.now());
  project.provide('yuzhuServerUrl', server.url);
  return () => server.stop();
}
