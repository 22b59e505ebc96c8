import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Scope } from './http-options.ts';
import { plainErrorReply } from './http-server.ts';

/** Nothing from outside: the page, its script and the document come from this program. */
const POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:";

/** The sign browsers show beside a page's name: a key card. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="3" width="14" height="10" rx="2" fill="#1677ff"/><rect x="3" y="6" width="4" height="3" rx="1" fill="#fff"/></svg>';

/**
 * The reference of a program: its OpenAPI document at /openapi.json and a readable page of it at /docs. The page's script
 * has four megabytes and is loaded only when somebody asks for it.
 * @param title Of the page, for people.
 */
export function docsScope(document: object, title: string): Scope {
  const text = JSON.stringify(document);
  let pages: Promise<FastifyInstance> | undefined;
  return {
    name: 'docs',
    prefix: '',
    bodyLimit: 1024,
    body: 'json',
    errorReply: plainErrorReply,
    register: (app) => {
      app.get('/favicon.ico', async (_request, reply) => {
        reply.type('image/svg+xml');
        return ICON;
      });
      app.get('/openapi.json', async (_request, reply) => {
        reply.type('application/json; charset=utf-8');
        return text;
      });
      const page = async (request: FastifyRequest, reply: FastifyReply) => {
        // The page names its script by a relative address: it must be asked for with the final slash.
        if (request.url === '/docs') return reply.redirect('/docs/');
        pages ??= makePages(title);
        const inner = await (await pages).inject({ method: 'GET', url: request.url });
        reply.code(inner.statusCode).header('content-security-policy', POLICY);
        reply.header('cache-control', 'max-age=3600');
        reply.type(inner.headers['content-type']?.toString() ?? 'text/plain');
        return inner.rawPayload;
      };
      app.get('/docs', page);
      app.get('/docs/*', page);
    },
  };
}

async function makePages(title: string): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const pages = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  await pages.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: title,
      withDefaultFonts: false,
      hideClientButton: true,
      telemetry: false,
      // Nothing that leads to somebody else's service.
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      defaultOpenAllTags: false,
    },
  });
  await pages.ready();
  return pages;
}
