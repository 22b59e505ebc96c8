import { afterAll, describe, expect, it } from 'vitest';
import { docsScope } from './docs-scope.ts';
import { createServer } from './http-server.ts';
import { silentLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { seededRandom } from './random.ts';

const server = await createServer({
  name: 'reference',
  version: '0',
  log: silentLogger(),
  metrics: createMetrics('reference'),
  random: seededRandom('docs'),
  scopes: [docsScope({ openapi: '3.1.0', info: { title: 'T', version: '0' }, paths: {} }, '一个接口')],
});
const { url } = await server.listen({ port: 0, variable: 'NONE' });
afterAll(() => server.close());

async function get(path: string) {
  const reply = await fetch(`${url}${path}`);
  return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() };
}

describe('the reference of a program', () => {
  it('is a document and a page with its name, which leads to nobody else', async () => {
    expect(JSON.parse((await get('/openapi.json')).text)).toMatchObject({ openapi: '3.1.0' });
    const page = await get('/docs');
    expect(page).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    expect(page.text).toContain('一个接口');
    expect(page.text).not.toMatch(/(?:src|href)="https?:/);
    for (const service of ['agent', 'mcp']) {
      expect(page.text).toMatch(new RegExp(`"${service}":\\s*\\{\\s*"disabled":\\s*true`));
    }
    expect(await get('/docs/nothing')).toMatchObject({ status: 404 });
    expect(await get('/favicon.ico')).toMatchObject({ status: 200, type: 'image/svg+xml' });
  });
});
