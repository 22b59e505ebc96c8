import { ALL_CASES, casesByInterface } from '@yuzhu/acceptance';
import { confidenceOf, describeLimit, type Interface, interfaces } from '@yuzhu/contract';
import { GENERATED_NOTE } from './generated-note.ts';
import { usePlaces } from './use-places.ts';

/** What an interface has, and where; nothing may be empty. */
export interface InterfaceRow {
  readonly name: string;
  readonly contract: readonly string[];
  readonly sandbox: readonly string[];
  readonly gateway: readonly string[];
  /** Ids of the acceptance cases made for it; what is made alike for all of a kind does not count. */
  readonly cases: readonly string[];
}

const REGISTRY: readonly Interface[] = Object.values(interfaces);

/** Every interface of the contract with all of its places. */
export function interfaceRows(): readonly InterfaceRow[] {
  const places = usePlaces();
  const cases = casesByInterface(
    REGISTRY,
    ALL_CASES.filter(({ blanket }) => blanket !== true),
  );
  return REGISTRY.map(({ name }) => ({
    name,
    ...(places.get(name) ?? { contract: [], sandbox: [], gateway: [] }),
    cases: cases.get(name) ?? [],
  }));
}

/** docs/reference/interface-places.md: every interface in one table, from the contract to its tests. */
export function interfacePlacesPage(): string {
  const rows = new Map(interfaceRows().map((row) => [row.name, row]));
  return `${GENERATED_NOTE}

# 接口总表 · Every interface and its places

${REGISTRY.length} 个接口，各字段见[接口文档](interfaces.md)，用例见[验收用例](acceptance-cases.md)。“把握”按字段的来源统计；其含义见[接口文档](interfaces.md)开头。测试保证每一行的每一栏都有内容。

${REGISTRY.length} interfaces; their fields: [interfaces](interfaces.md); their cases: [acceptance cases](acceptance-cases.md). "Provenance" counts fields by source, as the beginning of [interfaces](interfaces.md) explains. A test makes sure that no place of a row is empty.

## 契约 · Contract

| 接口 · interface | 方向 · direction | 地址 · address | 权限 · scope | 限制 · limits | 把握 · provenance | 定义 · file |
|---|---|---|---|---|---|---|
${REGISTRY.map((one) => contractRow(one, rows.get(one.name))).join('\n')}

## 使用之处与用例 · Where it is used and examined

| 接口 · interface | 沙箱 · sandbox | 网关 · gateway | 用例 · cases |
|---|---|---|---|
${REGISTRY.map((one) => placesRow(one, rows.get(one.name))).join('\n')}
`;
}

const DIRECTION = { openapi: '酒店 → 平台 · hotel → platform', spi: '平台 → 酒店 · platform → hotel' };

function contractRow(one: Interface, row: InterfaceRow | undefined): string {
  const direction = one.kind === 'openapi' ? DIRECTION.openapi : DIRECTION.spi;
  const limits = one.limits.length === 0 ? '–' : one.limits.map(describeLimit).join('<br>');
  const provenance = confidenceOf(one)
    .map(({ source, fields }) => `${source} ${fields}`)
    .join('<br>');
  const cells = [nameOf(one), direction, addressOf(one), scopeOf(one), limits, provenance || '–', links(row?.contract)];
  return `| ${cells.join(' | ')} |`;
}

function placesRow(one: Interface, row: InterfaceRow | undefined): string {
  const cases = (row?.cases ?? []).map((id) => `\`${id}\``).join('<br>');
  return `| ${[nameOf(one), links(row?.sandbox), links(row?.gateway), cases].join(' | ')} |`;
}

function nameOf({ name, title }: Interface): string {
  return `[\`${name}\`](interfaces.md#${name})<br>${title.zh}<br>${title.en}`;
}

function addressOf(one: Interface): string {
  if (one.kind === 'openapi') return `\`${one.method} ${one.path}\``;
  return one.kind === 'spi' ? `\`${one.action}\` (${one.actionSource})` : `webhook \`${one.event}\``;
}

function scopeOf({ scope, scopeSource }: Interface): string {
  if (scope === null) return '–';
  return scopeSource === undefined ? `\`${scope}\`` : `\`${scope}\` (${scopeSource})`;
}

/** Paths as links from docs/reference; the text leaves out what every path of a column has. */
function links(paths: readonly string[] | undefined): string {
  return (paths ?? [])
    .map((path) => `[${path.replace(/^packages\/\w+\/src\/(?:interfaces\/)?/, '')}](../../${path})`)
    .join('<br>');
}
