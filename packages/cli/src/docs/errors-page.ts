import { ACCEPTANCE_ERRORS } from '@yuzhu/acceptance';
import { GATEWAY_ERRORS, NEXT_STEPS, WEBHOOK_ERRORS } from '@yuzhu/gateway';
import { describeErrors, RUNTIME_ERRORS } from '@yuzhu/runtime';
import { SANDBOX_ERRORS } from '@yuzhu/sandbox';
import { CLI_ERRORS } from '../errors.ts';
import { GENERATED_NOTE } from './generated-note.ts';

/** docs/errors.md: every code of every program, with what to do. */
export function errorsPage(): string {
  return `${GENERATED_NOTE}

# 错误码 · Errors

每个错误都有固定的代码、中英文说明和下一步。大括号中的内容由具体情况填入。平台接口上的应答使用平台自己的业务码，见接口文档。

Every error has a stable code, a text in both languages and a next step; what stands in braces is filled in. Answers to the platform use its own business codes instead.

## 网关：酒店接口与启动 · Gateway: hotel API and start

${describeErrors(GATEWAY_ERRORS)}

## 网关：待办事项的原因 · Gateway: why something stands on the to-do list

在 \`next_step\` 字段中出现，也可能作为等待平台应答的接口的错误返回。
They stand in \`next_step\`, and are answered where a request waits for the platform.

${describeErrors(NEXT_STEPS)}

## 网关：Webhook · Gateway: webhooks

${describeErrors(WEBHOOK_ERRORS)}

## 沙箱 · Sandbox

${describeErrors(SANDBOX_ERRORS)}

## 验收、演示与证明 · Acceptance, demo and proofs

${describeErrors(ACCEPTANCE_ERRORS)}

## 命令行 · Command line

${describeErrors(CLI_ERRORS)}

## 通用 · All programs

${describeErrors(RUNTIME_ERRORS)}
`;
}
