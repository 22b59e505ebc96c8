import { readdir, readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { plainErrorReply, RUNTIME_ERRORS, type Scope } from '@yuzhu/runtime';
import type { FastifyReply } from 'fastify';

/** Where this project's own pages are after their build. */
const BUILT = resolve(import.meta.dirname, '../../../console/dist');

/** Content types of what a build writes. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The built pages: path inside the folder -> bytes. */
export type Pages = ReadonlyMap<string, Buffer>;

/** Reads the pages of a folder, or of the project's own build; undefined when they are not built. */
export async function readPages(setting: string | undefined): Promise<Pages | undefined> {
  const folder = setting === undefined ? BUILT : resolve(setting);
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const pages = new Map<string, Buffer>();
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    pages.set(path.slice(folder.length + 1).replaceAll('\\', '/'), await readFile(path));
  }
  return pages.has('index.html') ? pages : undefined;
}

/** The pages of one area, `/guest` or `/operator`. Addresses without a file are the page's own: it routes them itself. */
export function pagesScope(area: '/guest' | '/operator', pages: Pages): Scope {
  const send = (reply: FastifyReply, path: string) => {
    const bytes = pages.get(path);
    if (bytes === undefined) throw RUNTIME_ERRORS.error('HTTP_NOT_FOUND', { path: `${area}/${path}`.slice(0, 200) });
    // Built files carry their content's hash in the name; everything else must be asked for again.
    reply.header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.type(TYPES[extname(path)] ?? 'application/octet-stream').send(bytes);
  };
  return {
    name: `${area.slice(1)} pages`,
    prefix: area,
    bodyLimit: 1024,
    body: 'json',
    errorReply: plainErrorReply,
    register: (app) => {
      app.get('/', (_request, reply) => send(reply, 'index.html'));
      app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
        const path = request.params['*'];
        if (/^v\d+(\/|$)/.test(path))
          throw RUNTIME_ERRORS.error('HTTP_NOT_FOUND', { path: `${area}/${path}`.slice(0, 200) });
        return send(reply, /\.\w+$/.test(path) ? path : 'index.html');
      });
    },
  };
}
