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
  LOAD_PLAN_INVALID: {
    status: 400,
    zh: '压测计划 {source} 有误：{problems_zh}',
    en: 'the load plan {source} is not right: {problems_en}',
    next_zh: '按提示修改计划文件或选项；yuzhu load --help 列出全部选项。',
    next_en: 'Change the plan file or the options as told; yuzhu load --help lists the options.',
  },
  LOAD_RULES_BROKEN: {
    status: 400,
    zh: '压测计划不符合平台规则：{problems_zh}',
    en: 'the load plan breaks the platform’s rules: {problems_en}',
    next_zh: '修改计划，或去掉 --platform-rules 自由压测。',
    next_en: 'Change the plan, or leave --platform-rules out to run it anyway.',
  },
  LOAD_FILE_INVALID: {
    status: 400,
    zh: '变量文件 {file} 有误：{problems_zh}',
    en: 'the variable file {file} is not right: {problems_en}',
    next_zh: '第一行写 Params，之后每行一个转义后的 JSON 对象，至少两个键，文件不超过 10 MB。',
    next_en:
      'The first line is Params, then one escaped JSON object a line with at least two keys, at most 10 MB in all.',
  },
  LOAD_TARGET_FOREIGN: {
    status: 400,
    zh: '{host} 不是本机，不会向它发送压测流量。',
    en: '{host} is not this machine: no load is sent there.',
    next_zh: '确认对方同意被压测后，加上 --i-may-load {host}。',
    next_en: 'If its owner agrees to be loaded, add --i-may-load {host}.',
  },
  LOAD_DEBUG_FAILED: {
    status: 502,
    zh: '调试未通过（{name}，文件第一行）：{reason_zh}',
    en: 'the debug call failed ({name}, first line of its file): {reason_en}',
    next_zh: '检查地址、密钥、超时（毫秒）与变量文件第一行；应答：{reply}',
    next_en: 'Check address, credentials, time-out (ms) and the first line of the file; answer: {reply}',
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
  PROOF_NOT_HERE: {
    status: 500,
    zh: '这项证明在此处不能进行：{reason_zh}。',
    en: 'this proof can not be run here: {reason_en}.',
    next_zh: '以 root 运行（容器需 CAP_SYS_ADMIN），或跳过这一项；docs/failures.md 说明了各项的要求。',
    next_en:
      'Run it as root (a container needs CAP_SYS_ADMIN), or leave it out; docs/failures.md says what each needs.',
  },
  NEVER_CAME: {
    status: 504,
    zh: '等待超时：{what}；最后看到：{seen}',
    en: 'waited in vain for: {what}; last seen: {seen}',
    next_zh: '查看两个程序的日志，找出停在哪一步。',
    next_en: 'Look into the logs of both programs for the step that is stuck.',
  },
});
