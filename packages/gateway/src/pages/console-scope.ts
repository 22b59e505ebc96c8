import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import { plainErrorReply, type Scope } from '@yuzhu/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where this project's own pages are after their build. */
const BUILT = resolve(import.meta.dirname, '../../../console/dist');

/** The folder of the pages that are there: the one of the settings, else the project's own; undefined when neither is. */
export function consoleFolder(setting: string | undefined): string | undefined {
  const folder = setting === undefined ? BUILT : resolve(setting);
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

/** The pages for staff under /console. Addresses without a file are the page's own: it routes them itself. */
export function consoleScope(folder: string): Scope {
  return {
    name: 'console',
    prefix: '/console',
    bodyLimit: 1024,
    body: 'json',
    errorReply: plainErrorReply,
    register: async (app) => {
      await app.register(fastifyStatic, { root: folder, serve: false, dotfiles: 'ignore', cacheControl: false });
      const page = (_request: FastifyRequest, reply: FastifyReply) =>
        reply.header('cache-control', 'no-cache').sendFile('index.html');
      app.get('/', page);
      app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
        const path = request.params['*'];
        if (!/\.\w+$/.test(path)) return page(request, reply);
        // Built files carry their content's hash in the name; everything else must be asked for again.
        const hashed = path.startsWith('assets/');
        reply.header('cache-control', hashed ? 'max-age=31536000, immutable' : 'no-cache');
        return reply.sendFile(path);
      });
    },
  };
}
