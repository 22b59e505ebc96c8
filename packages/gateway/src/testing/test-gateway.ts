import { hotelMoment } from '@yuzhu/contract';
import { loadConfig, manualClock, type SettableClock, seededRandom, silentLogger } from '@yuzhu/runtime';
import { afterAll } from 'vitest';
import { GATEWAY_SETTINGS, type GatewayConfig } from '../config.ts';
import { type Gateway, type GatewayParts, startGateway } from '../program.ts';
import { type ApiClient, apiClient } from './api-client.ts';

/** The operator's key of every test gateway. */
export const ADMIN_KEY = 'test-operator-key-0001';
/** A data key that guards nothing. */
export const DATA_KEY = '0123456789abcdef'.repeat(4);
/** Where the clock of a test gateway stands: 2026-09-01 10:00 hotel time, a Tuesday. */
export const TEST_NOW = hotelMoment('2026-09-01', '10:00');

/** A gateway for a test, with its operator's door open. */
export interface TestGateway extends Gateway {
  readonly clock: SettableClock;
  /** The operator. */
  readonly admin: ApiClient;
  /** Makes an account with its application and a key. */
  account(accountId: string): Promise<{ readonly accountId: string; readonly key: string; readonly api: ApiClient }>;
}

/** Settings of a test gateway: any free port, nothing read from the machine's environment. */
export function testSettings(databaseUrl: string, env: NodeJS.ProcessEnv = {}): GatewayConfig {
  return loadConfig(GATEWAY_SETTINGS, {
    DATABASE_URL: databaseUrl,
    YUZHU_GATEWAY_PORT: '0',
    YUZHU_DATA_KEY: DATA_KEY,
    YUZHU_ADMIN_KEY: ADMIN_KEY,
    YUZHU_PLATFORM_URL: 'http://127.0.0.1:9',
    ...env,
  });
}

/** Starts a gateway on a test database; it is stopped at the end of the file. */
export async function startTestGateway(
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
  parts: GatewayParts = {},
): Promise<TestGateway> {
  const clock = manualClock(TEST_NOW);
  const random = seededRandom(`gateway ${process.pid} ${performance.now()}`);
  const gateway = await startGateway(testSettings(databaseUrl, env), { clock, random, log: silentLogger(), ...parts });
  afterAll(() => gateway.stop());
  const admin = apiClient(`${gateway.url}/admin/v1`, ADMIN_KEY);
  return {
    ...gateway,
    clock,
    admin,
    account: async (accountId) => {
      await admin.ok('PUT', `/applications/aw${accountId}`, { client_secret: `secret of aw${accountId}` });
      await admin.ok('PUT', `/accounts/${accountId}`, { name: `商家 ${accountId}`, client_key: `aw${accountId}` });
      const { key } = await admin.ok<{ key: string }>('POST', `/accounts/${accountId}/api-keys`, { label: 'test' });
      return { accountId, key, api: apiClient(`${gateway.url}/api/v1`, key) };
    },
  };
}
