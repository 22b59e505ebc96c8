import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { ADMIN_ROUTES, API_ROUTES } from '../api/routes.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const folder = await mkdtemp(join(tmpdir(), 'yuzhu-console-'));
afterAll(() => rm(folder, { recursive: true }));
await mkdir(join(folder, 'assets'));
await writeFile(join(folder, 'index.html'), '<html>the console</html>');
await writeFile(join(folder, 'assets/app-1a2b.js'), 'console.log(1)');
await writeFile(join(folder, '.secret.txt'), 'hidden');
await writeFile(join(folder, '../yuzhu-outside.txt'), 'not for you');
afterAll(() => rm(join(folder, '../yuzhu-outside.txt')));

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'pages' });
const gateway = await startTestGateway(database.url, { YUZHU_CONSOLE_DIR: folder });

async function get(path: string) {
  const reply = await fetch(gateway.url + path);
  return { status: reply.status, text: await reply.text(), headers: reply.headers };
}

describe('the reference', () => {
  it('is an OpenAPI 3.1 document with every route, its schemas and its errors', async () => {
    const document = JSON.parse((await get('/openapi.json')).text);
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(
      document.paths as Record<string, Record<string, { operationId: string }>>,
    ).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => `${method} ${path} ${one.operationId}`),
    );
    const wanted = [
      ...API_ROUTES.map((one) => `${one.method.toLowerCase()} /api/v1${one.path} ${one.operation}`),
      ...ADMIN_ROUTES.map((one) => `${one.method.toLowerCase()} /admin/v1${one.path} ${one.operation}`),
    ];
    expect(operations.sort()).toEqual(wanted.sort());
    expect(new Set(wanted.map((one) => one.split(' ')[2])).size).toBe(wanted.length);
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
    expect(text).not.toContain('x-name');
    expect(document.paths['/api/v1/calendar'].put.responses['409'].description).toContain('NIGHTS_BELOW_SOLD');
  });

  it('is readable at /docs without anything from outside', async () => {
    const page = await get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('/openapi.json');
    expect(page.text).not.toMatch(/(?:src|href)="https?:/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const script = /src="([^"]+\.js)"/.exec(page.text)?.[1] ?? '';
    const loaded = await get(new URL(script, `${gateway.url}/docs/`).pathname);
    expect(loaded.status).toBe(200);
    expect(loaded.text.length).toBeGreaterThan(1_000_000);
    expect((await get('/docs/nothing')).status).toBe(404);
    expect((await get('/favicon.ico')).headers.get('content-type')).toContain('image/svg+xml');
  });
});

describe('the console', () => {
  it('is served with its files; addresses without a file are its own pages', async () => {
    for (const path of ['/console', '/console/', '/console/bookings/112']) {
      const page = await get(path);
      expect({ path, status: page.status, text: page.text }).toEqual({
        path,
        status: 200,
        text: '<html>the console</html>',
      });
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
    const script = await get('/console/assets/app-1a2b.js');
    expect(script).toMatchObject({ status: 200, text: 'console.log(1)' });
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('gives nothing but its files', async () => {
    for (const path of [
      '/console/assets/none.js',
      '/console/.secret.txt',
      '/console/..%2fyuzhu-outside.txt',
      '/console/%2e%2e/yuzhu-outside.txt',
      '/console/....//yuzhu-outside.txt',
    ]) {
      const { status, text } = await get(path);
      expect([400, 403, 404], path).toContain(status);
      expect(text).not.toMatch(/hidden|not for you/);
    }
  });

  it('is not there without a folder', async () => {
    const without = await startTestGateway(database.url, { YUZHU_CONSOLE_DIR: '/nowhere' });
    expect((await fetch(`${without.url}/console`)).status).toBe(404);
  });
});
