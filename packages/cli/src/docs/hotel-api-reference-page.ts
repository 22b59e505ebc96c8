import { API_REFERENCE, type ReferenceRoute } from '@yuzhu/gateway';
import { GENERATED_NOTE } from './generated-note.ts';

/** docs/hotel-api-reference.md: every route at a glance; the whole of it is the OpenAPI document. */
export function hotelApiReferencePage(): string {
  const groups = Map.groupBy(API_REFERENCE, ({ group }) => `${group.zh} · ${group.en}`);
  const sections = [...groups].map(([title, routes]) => `## ${title}\n\n${table(routes)}`);
  return `${GENERATED_NOTE}

# 酒店接口一览 · Hotel API at a glance

用法与示例见 [hotel-api.md](hotel-api.md)。完整的字段说明：运行中的网关的 \`/docs\`（页面）与 \`/openapi.json\`（OpenAPI 3.1）。

How to use it, with examples: [hotel-api.md](hotel-api.md). All fields: \`/docs\` (page) and \`/openapi.json\` (OpenAPI 3.1) of a running gateway. Every route may also answer \`INPUT_INVALID\` and the key errors; see [errors.md](errors.md).

${sections.join('\n\n')}
`;
}

function table(routes: readonly ReferenceRoute[]): string {
  const rows = routes.map(({ method, path, title, errors }) => {
    const codes = errors.map((code) => `\`${code}\``).join(' ');
    return `| ${method} | \`${path}\` | ${title.zh} · ${title.en} | ${codes} |`;
  });
  return ['| 方法 method | 路径 path | 说明 what | 错误 errors |', '|---|---|---|---|', ...rows].join('\n');
}
