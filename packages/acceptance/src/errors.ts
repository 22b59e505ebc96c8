import { defineErrors } from '@yuzhu/runtime';

/** What can go wrong while the judge sets up a run; failed checks of a run are results, not errors. */
export const ACCEPTANCE_ERRORS = defineErrors({
  PROGRAM_DID_NOT_START: {
    status: 500,
    zh: '{program} 没有启动成功（{reason}）。最后的输出：\n{output}',
    en: '{program} did not start ({reason}). Its last words:\n{output}',
    next_zh: '按输出中的提示处理后重试。',
    next_en: 'Do what its output says, then try again.',
  },
  PROGRAM_ENDED: {
    status: 500,
    zh: '{program} 中途退出（{reason}）。最后的输出：\n{output}',
    en: '{program} ended in the middle of the run ({reason}). Its last words:\n{output}',
    next_zh: '这是程序缺陷：请保留输出并报告。',
    next_en: 'This is a defect of the program: keep the output and report it.',
  },
  DATABASE_NOT_ALLOWED: {
    status: 500,
    zh: '数据库用户无权创建数据库（{address}）。',
    en: 'the database user at {address} may not create databases.',
    next_zh: '授予权限（ALTER USER … CREATEDB），或去掉 DATABASE_URL 使用内置数据库。',
    next_en: 'Grant the right (ALTER USER … CREATEDB), or unset DATABASE_URL to use the embedded database.',
  },
  NO_ANSWER: {
    status: 502,
    zh: '{method} {url} 没有应答（{reason}）。',
    en: 'no answer from {method} {url} ({reason}).',
    next_zh: '确认该程序正在运行、地址正确。',
    next_en: 'Make sure that the program runs and the address is right.',
  },
  REFUSED: {
    status: 502,
    zh: '{method} {url} 被拒绝：HTTP {http}，{reason}',
    en: '{method} {url} was refused: HTTP {http}, {reason}',
    next_zh: '按应答中的说明修正请求。',
    next_en: 'Correct the request as the answer says.',
  },
  HOOK_FAILED: {
    status: 502,
    zh: '动作“{action}”的钩子没有成功：{reason}',
    en: 'the hook for the action “{action}” did not succeed: {reason}',
    next_zh: '先单独运行该命令或调用，再修正合作方文件中的 hooks。',
    next_en: 'Try the command or call alone, then correct hooks in the partner file.',
  },
  PARTNER_FILE_UNREADABLE: {
    status: 400,
    zh: '读不了合作方文件 {path}：{reason}',
    en: 'the partner file {path} can not be read: {reason}',
    next_zh: '检查路径与 YAML（或 JSON）写法；示例见 docs/acceptance.md。',
    next_en: 'Check the path and the YAML (or JSON); docs/acceptance.md has an example.',
  },
  PARTNER_FILE_INVALID: {
    status: 400,
    zh: '合作方文件 {path} 有误：\n{problems_zh}',
    en: 'the partner file {path} is not right:\n{problems_en}',
    next_zh: '按提示修改；全部字段见 docs/acceptance.md。',
    next_en: 'Correct it as told; docs/acceptance.md lists every member.',
  },
  NEVER_CAME: {
    status: 504,
    zh: '等待超时：{what}；最后看到：{seen}',
    en: 'waited in vain for: {what}; last seen: {seen}',
    next_zh: '查看两个程序的日志，找出停在哪一步。',
    next_en: 'Look into the logs of both programs for the step that is stuck.',
  },
});
