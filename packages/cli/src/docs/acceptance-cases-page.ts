import { ABILITIES, type AcceptCase, ALL_CASES, casesByInterface } from '@yuzhu/acceptance';
import { type Interface, interfaces } from '@yuzhu/contract';
import { GENERATED_NOTE } from './generated-note.ts';

/** docs/reference/acceptance-cases.md: every case of `yuzhu accept`, by interface and in full. */
export function acceptanceCasesPage(): string {
  const registry: readonly Interface[] = Object.values(interfaces);
  const byInterface = casesByInterface(registry, ALL_CASES);
  const mandatory = ALL_CASES.filter((one) => one.mandatory).length;
  return `${GENERATED_NOTE}

# 验收用例 · Acceptance cases

${ALL_CASES.length} 个用例，其中必验（●）${mandatory} 个。用法见[联调验收](../acceptance.md)。“依据”说明平台要求该行为的把握程度。

${ALL_CASES.length} cases, ${mandatory} of them mandatory (●). How to run them: [acceptance](../acceptance.md). "Source" says how sure it is that the platform wants it.

## 接口与用例 · Interfaces and their cases

| 接口 · interface | 用例 · cases |
|---|---|
${registry.map((one) => `| ${one.title.zh} \`${one.name}\` | ${(byInterface.get(one.name) ?? []).map((id) => `\`${id}\``).join(' ')} |`).join('\n')}

${Object.entries(ABILITIES)
  .map(([name, title]) => {
    const cases = ALL_CASES.filter(({ ability }) => ability === name);
    return `## ${title.zh} · ${title.en} \`--plan ${name}\`\n\n| | id | 用例 · case | 步骤 · steps | 依据 · source |\n|---|---|---|---|---|\n${cases.map(row).join('\n')}`;
  })
  .join('\n\n')}
`;
}

function row(one: AcceptCase): string {
  return `| ${one.mandatory ? '●' : '○'} | \`${one.id}\` | ${one.title.zh}<br>${one.title.en} | ${one.steps.length} | ${one.source} |`;
}
