import { type Json, openApiDocument, openApis, spis, webhooks } from '@yuzhu/contract';
import { describeRoutes, type JsonRoute } from '../http/json-api.ts';

/** One OpenAPI 3.1 document of everything the sandbox serves, and of what it calls. */
export function sandboxDocument(version: string, guests: readonly JsonRoute[], operators: readonly JsonRoute[]): Json {
  const title = '预住沙箱 · Yuzhu sandbox';
  const platform = openApiDocument(title, version, [...openApis, ...spis, ...webhooks]);
  return {
    ...platform,
    paths: {
      ...describeRoutes(guests, { 'X-Guest': 'id of the user who acts' }),
      ...describeRoutes(operators),
      ...(platform.paths as Json),
    },
  };
}
