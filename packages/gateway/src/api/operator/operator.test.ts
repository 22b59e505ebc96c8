import { signWebhook } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import { apiClient } from '../../testing/api-client.ts';
import { startTestGateway } from '../../testing/test-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api operator' });
const gateway = await startTestGateway(database.url);
const { db, keys } = gateway.context;

describe('the operator', () => {
  it('registers applications; their secrets are sealed and never answered', async () => {
    const { admin } = gateway;
    const saved = await admin.ok('PUT', '/applications/awop1', { client_secret: 'the first secret' });
    await admin.ok('PUT', '/applications/awop1', { client_secret: 'the second secret' });
    expect(JSON.stringify(saved)).not.toContain('secret');
    expect(JSON.stringify(await admin.ok('GET', '/applications'))).not.toContain('secret');
    const row = await db.one<{ secret: Buffer }>(`SELECT secret FROM gateway.applications WHERE client_key = 'awop1'`);
    expect(row.secret.includes('second')).toBe(false);
    expect(keys.decryptText(row.secret)).toBe('the second secret');
  });

  it('sets the rate limits of an application as a whole', async () => {
    const { admin } = gateway;
    await admin.ok('PUT', '/applications/awop9', { client_secret: 'x' });
    const stock = { interface: 'stock-save', max_calls: 50, per_ms: 1000, per: 'merchant' };
    const price = { interface: 'price-save', max_calls: 5, per_ms: 2000, per: 'application' };
    const path = '/applications/awop9/limits';
    expect(await admin.ok('PUT', path, { limits: [stock, price] })).toEqual({ items: [price, stock] });
    expect(await admin.ok('PUT', path, { limits: [stock] })).toEqual({ items: [stock] });
    const wrong = await admin.refused(400, 'INPUT_INVALID', 'PUT', path, {
      limits: [stock, stock, { ...stock, interface: 'ari-pull' }, { ...stock, interface: 'none' }],
    });
    expect(wrong.problems?.map(({ where }) => where)).toEqual([1, 2, 3].map((at) => `body.limits[${at}].interface`));
    await admin.refused(404, 'NOT_FOUND', 'PUT', '/applications/none/limits', { limits: [stock] });
  });

  it('makes accounts of known applications only', async () => {
    const { admin } = gateway;
    await admin.ok('PUT', '/applications/awop2', { client_secret: 'x' });
    const account = { name: '云栖集团', client_key: 'awop2' };
    expect(await admin.ok('PUT', '/accounts/7301', account)).toMatchObject({ account_id: '7301', ...account });
    // A test shop stays one until somebody says otherwise.
    const shop = (change: object) => admin.ok('PUT', '/accounts/7301', { ...account, ...change });
    expect(await shop({})).toMatchObject({ test_shop: false });
    expect(await shop({ test_shop: true })).toMatchObject({ test_shop: true });
    expect(await shop({})).toMatchObject({ test_shop: true });
    expect(await shop({ test_shop: false })).toMatchObject({ test_shop: false });
    const missing = await admin.refused(404, 'NOT_FOUND', 'PUT', '/accounts/7302', { ...account, client_key: 'none' });
    expect(missing.where).toBe('body.client_key');
    const { items } = await admin.ok<{ items: { account_id: string }[] }>('GET', '/accounts?limit=200');
    expect(items.map(({ account_id }) => account_id)).toContain('7301');
  });

  it('makes keys that open one account, and revokes them at once', async () => {
    const { admin } = gateway;
    const { key, api } = await gateway.account('7303');
    expect(await api.ok('GET', '/account')).toMatchObject({ account_id: '7303', name: '商家 7303' });
    const { items } = await admin.ok<{ items: { key_id: string; revoked_at: string | null }[] }>(
      'GET',
      '/accounts/7303/api-keys',
    );
    expect(items).toMatchObject([{ label: 'test', revoked_at: null }]);
    expect(key).toMatch(/^yzk_[0-9a-f]{8}_[0-9a-f]{40}$/);
    const stored = await db.query<{ row: string }>('SELECT k::text AS row FROM gateway.api_keys k');
    expect(stored.some(({ row }) => row.includes(key.slice(-40)))).toBe(false);
    const path = `/accounts/7303/api-keys/${items[0]?.key_id}`;
    expect(await admin.ok('DELETE', path)).toEqual({ revoked: true });
    expect(await admin.ok('DELETE', path)).toEqual({ revoked: true });
    await api.refused(401, 'API_KEY_INVALID', 'GET', '/account');
    await admin.refused(404, 'NOT_FOUND', 'DELETE', '/accounts/7303/api-keys/00000000');
    await admin.refused(404, 'NOT_FOUND', 'POST', '/accounts/none/api-keys', { label: 'x' });
    await admin.refused(404, 'NOT_FOUND', 'GET', '/accounts/none/api-keys');
  });
});

describe('notices', () => {
  it('that could not be worked in are listed with their words, and worked in again', async () => {
    const { admin } = gateway;
    await gateway.account('7310');
    const post = async (id: string, content: string) => {
      const body = Buffer.from(webhookOf(content));
      const reply = await fetch(`${gateway.url}/webhooks`, {
        method: 'POST',
        headers: { 'msg-id': id, 'x-douyin-signature': signWebhook('secret of aw7310', body) },
        body,
      });
      expect(reply.status).toBe(200);
      await gateway.idle();
    };
    const webhookOf = (content: string) =>
      JSON.stringify({ event: 'life_hotel_presale_audit_result', client_key: 'aw7310', content, log_id: content });
    await post('N/1', '{"id":"P1","out_id":"V1","audit_result":9,"phone":"13800138000"}');
    await post('N2', '{"odd":1}');
    await post('N3', '{"odd":2}');
    type Page = { items: { message_id: string }[]; next_cursor: string | null };
    const first = await admin.ok<Page>('GET', '/notices?state=failed&limit=1');
    const second = await admin.ok<Page>('GET', `/notices?state=failed&limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ message_id }) => message_id).sort()).toEqual(['N2', 'N3']);
    expect(second.next_cursor).toBeNull();
    const odd = first.items[0];
    expect(odd).toMatchObject({ client_key: 'aw7310', state: 'failed', last_error: expect.stringContaining('id') });
    const { items } = await admin.ok<{ items: { body: string }[] }>('GET', '/notices?state=done');
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain('13800138000');
    const key = { client_key: 'aw7310', message_id: 'N2' };
    expect(await admin.ok('POST', '/notices/retry', key)).toMatchObject({ state: 'waiting', attempts: 0 });
    await gateway.idle();
    const failed = await admin.ok<Page>('GET', '/notices?state=failed');
    expect(failed.items).toContainEqual(expect.objectContaining({ ...key, attempts: 1 }));
    expect(await admin.ok('POST', '/notices/retry', { ...key, message_id: 'N/1' })).toMatchObject({ state: 'done' });
    await admin.refused(404, 'NOT_FOUND', 'POST', '/notices/retry', { ...key, message_id: 'none' });
    const stranger = apiClient(`${gateway.url}/admin/v1`, undefined);
    await stranger.refused(401, 'ADMIN_KEY_INVALID', 'GET', '/notices');
  });
});

describe('keys', () => {
  it('are wanted at every door, in either header, before anything else is looked at', async () => {
    const { key } = await gateway.account('7304');
    const stranger = apiClient(`${gateway.url}/api/v1`, undefined);
    const missing = await stranger.refused(401, 'API_KEY_MISSING', 'PUT', '/calendar', { nonsense: true });
    expect(missing).toMatchObject({ message_zh: '请求没有携带接口密钥。', next_en: expect.stringContaining('Bearer') });
    for (const wrong of ['x', `${key}0`, 'yzk_00000000_0000000000000000000000000000000000000000']) {
      await apiClient(`${gateway.url}/api/v1`, wrong).refused(401, 'API_KEY_INVALID', 'GET', '/account');
    }
    const { status } = await stranger.raw('GET', '/account', undefined, { 'x-api-key': key });
    expect(status).toBe(200);
    await apiClient(`${gateway.url}/admin/v1`, key).refused(401, 'ADMIN_KEY_INVALID', 'GET', '/accounts');
    await apiClient(`${gateway.url}/admin/v1`, undefined).refused(401, 'ADMIN_KEY_INVALID', 'GET', '/accounts');
  });

  it('of the operator must be set, or the door stays shut', async () => {
    const shut = await startTestGateway(database.url, { YUZHU_ADMIN_KEY: '' });
    await shut.admin.refused(403, 'ADMIN_CLOSED', 'GET', '/accounts');
  });
});
