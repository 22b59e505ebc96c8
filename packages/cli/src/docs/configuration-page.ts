import { GATEWAY_SETTINGS } from '@yuzhu/gateway/settings';
import { describeSettings } from '@yuzhu/runtime';
import { SANDBOX_SETTINGS } from '@yuzhu/sandbox/settings';
import { COMMAND_ONLY_SETTINGS } from '../settings.ts';
import { GENERATED_NOTE } from './generated-note.ts';

/** docs/configuration.md: every variable of every program. */
export function configurationPage(): string {
  return `${GENERATED_NOTE}

# 配置 · Configuration

所有设置都来自环境变量；变量有误时程序不会启动，并指出变量、当前值和改法。拼错的 \`YUZHU_*\` 变量同样会被指出。时长可写作 \`250ms\`、\`30s\`、\`5m\`、\`2h\`、\`1d\`。

Everything is set by the environment. A faulty variable keeps the program from starting: it names the variable, its value and the fix; a misspelled \`YUZHU_*\` name is a fault too. Durations are written \`250ms\`, \`30s\`, \`5m\`, \`2h\`, \`1d\`. Secrets never appear in errors or logs.

## 网关 · Gateway

${describeSettings(GATEWAY_SETTINGS)}

## 沙箱 · Sandbox

${describeSettings(SANDBOX_SETTINGS)}

## 命令 · Command

${describeSettings(COMMAND_ONLY_SETTINGS)}
`;
}
