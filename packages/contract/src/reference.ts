import type { TSchema } from 'typebox';
import { gatewayCodes, partnerCodes } from './codes.ts';
import { describeLimit } from './document.ts';
import type { Source } from './field.ts';
import type { Interface } from './interface.ts';
import { openApis, spis, webhooks } from './registry.ts';

interface Described {
  readonly type?: string;
  readonly description?: string;
  readonly 'x-source'?: Source;
  readonly 'x-unit'?: string;
  readonly 'x-encrypted'?: boolean;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly items?: Described;
  readonly patternProperties?: Readonly<Record<string, Described>>;
}

interface Row {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly field: Described;
}

/** The reference page of all interfaces in Markdown: one overview table, then every field with its provenance. */
export function referencePage(): string {
  const all: readonly Interface[] = [...openApis, ...spis, ...webhooks];
  return [
    '# Interfaces',
    '',
    'Made from `packages/contract`; do not edit by hand (`npm run docs`). Where each interface is served, called and examined: [places](interface-places.md).',
    '',
    'How sure a fact is: `documented` by the platform; `given` in the overview of the solution; `sdk` in the official SDK’s models only; `observed` in live traffic or working integrations; `goods-api` documented for the generic goods interface; `twin` documented for a sibling solution; `inferred` our reading, the first thing to check against the live platform.',
    '',
    ...overview(all),
    '',
    ...all.flatMap(chapter),
    ...codes(),
  ].join('\n');
}

function overview(all: readonly Interface[]): string[] {
  return [
    '| interface | name | direction | address | scope | fields by source |',
    '|---|---|---|---|---|---|',
    ...all.map((one) => {
      const direction = one.kind === 'openapi' ? 'hotel → platform' : 'platform → hotel';
      return `| [${one.name}](#${one.name}) | ${one.title.zh} | ${direction} | ${address(one)} | ${one.scope ?? 'none'} | ${sources(one)} |`;
    }),
  ];
}

function address(one: Interface): string {
  if (one.kind === 'openapi') return `\`${one.method} ${one.path}\``;
  return one.kind === 'spi' ? `\`${one.action}\` (${one.actionSource})` : `webhook \`${one.event}\``;
}

/** How many fields of an interface, request and reply, come from which source. */
export function confidenceOf(one: Interface): readonly { readonly source: Source; readonly fields: number }[] {
  const counts = new Map<Source, number>();
  for (const { field } of [...rows(one.request), ...rows(one.reply)]) {
    const source = field['x-source'] ?? 'documented';
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].map(([source, fields]) => ({ source, fields }));
}

function sources(one: Interface): string {
  return confidenceOf(one)
    .map(({ source, fields }) => `${source} ${fields}`)
    .join(', ');
}

function chapter(one: Interface): string[] {
  const facts = [`Address: ${address(one)}`, `Scope: ${one.scope ?? 'none'}`];
  if (one.limits.length > 0) facts.push(`Limits: ${one.limits.map(describeLimit).join('; ')}`);
  if (one.kind === 'spi') {
    facts.push(`Gateway door: \`${one.path}\``, `Time-out: ${one.timeoutMs} ms (${one.timeoutSource})`);
    facts.push(`Repeats: ${one.repeats} (${one.repeatsSource})`, `Codes: ${one.codes.join(', ')}`);
  }
  return [
    `## ${one.name}`,
    '',
    `**${one.title.zh}** · ${one.title.en}. ${one.about}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    ...fieldTable(one.kind === 'webhook' ? 'Content' : 'Request', one.request),
    ...(one.kind === 'webhook' ? [] : fieldTable('Reply (`data`)', one.reply)),
  ];
}

function fieldTable(title: string, schema: TSchema): string[] {
  const all = rows(schema);
  if (all.length === 0) return [`${title}: nothing beside the envelope.`, ''];
  return [
    `${title}:`,
    '',
    '| path | type | required | meaning | source |',
    '|---|---|---|---|---|',
    ...all.map(({ path, type, required, field }) => {
      const notes = [field.description, field['x-unit'], field['x-encrypted'] ? 'encrypted' : undefined].filter(
        Boolean,
      );
      return `| \`${path}\` | ${type} | ${required ? 'yes' : 'no'} | ${notes.join('; ').replaceAll('|', '\\|')} | ${field['x-source'] ?? ''} |`;
    }),
    '',
  ];
}

function rows(schema: TSchema): Row[] {
  return children(schema as Described, '');
}

function children(schema: Described, path: string): Row[] {
  if (schema.items !== undefined) return children(schema.items, `${path}[]`);
  const record = Object.values(schema.patternProperties ?? {})[0];
  if (record !== undefined) return children(record, `${path}.<key>`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const row = { path: at, type: typeName(field), required: schema.required?.includes(name) ?? false, field };
    return [row, ...children(field, at)];
  });
}

function typeName(field: Described): string {
  if (field.items !== undefined) return `list of ${typeName(field.items)}`;
  return field.patternProperties === undefined ? (field.type ?? 'any') : 'map';
}

function codes(): string[] {
  return [
    '## Codes a hotel’s side answers',
    '',
    '| code | meaning | source |',
    '|---|---|---|',
    ...partnerCodes.map((one) => `| ${one.code} | ${one.meaning.zh} · ${one.meaning.en} | ${one.source} |`),
    '',
    '## Codes the platform answers',
    '',
    'Always with HTTP 200. *Then*: `retry` soon, at most three times; `backoff` later and slower; `token` fetch a new one, once; `fix` the request; `authorise` a right is missing; `stop` refused.',
    '',
    '| code | meaning | then | source |',
    '|---|---|---|---|',
    ...gatewayCodes.map(
      (one) => `| ${one.code} | ${one.meaning.zh} · ${one.meaning.en} | ${one.next} | ${one.source} |`,
    ),
    '',
  ];
}
