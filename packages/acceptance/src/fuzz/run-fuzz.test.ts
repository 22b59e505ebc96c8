import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFinding, revive } from './findings.ts';
import { partnerWorld } from './partner.ts';
import { fuzz } from './run-fuzz.ts';

/** A partner with two mistakes: it believes every signature, and a key named `__proto__` is too much for it. */
async function carelessPartner(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const broken = Buffer.concat(parts).includes('__proto__');
      response.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
      response.end(broken ? 'oh' : '{"data":{"error_code":0,"description":"success"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

it('finds the mistakes of a partner, shrinks them and keeps them for another run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yuzhu-fuzz-'));
  const file = join(folder, 'partner.json');
  const ids = { ratePlans: ['1800000000000000001'] };
  await writeFile(
    file,
    JSON.stringify({ client_key: 'aw1', client_secret: 'a'.repeat(32), account_id: '7000000000000000001', ids }),
  );
  const world = await partnerWorld(file, Date.UTC(2026, 8, 1));
  const partner = await carelessPartner();
  try {
    const report = await fuzz({
      seed: 'careless',
      messages: 1500,
      folder,
      inFlight: 16,
      subject: { partnerUrl: partner.url, world },
    });
    const rules = new Set(report.findings.map(({ rule }) => rule));
    expect(rules).toEqual(new Set(['5xx', 'accepted unproved']));
    const crash = report.findings.find(({ rule }) => rule === '5xx');
    // What is left of it: the one word that matters.
    const small = crash?.messages.at(-1);
    expect(small?.body.toString().length).toBeLessThan(80);
    expect(small?.body.toString()).toContain('__proto__');
    const kept = revive(await readFinding(crash?.file ?? ''), world);
    expect(kept).toEqual(crash?.messages);
  } finally {
    partner.close();
  }
});

it('says what a partner file lacks', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'yuzhu-fuzz-')), 'partner.json');
  await writeFile(file, '{"client_key":"x","client_secret":"y"}');
  await expect(partnerWorld(file, 0)).rejects.toThrow('account_id is missing');
});
