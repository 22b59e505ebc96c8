import { defineErrors } from '@yuzhu/runtime';

/** The command line's own errors: wrong usage, and what only a starter of programs can meet. */
export const CLI_ERRORS = defineErrors({
  UNKNOWN_COMMAND: {
    status: 400,
    zh: '没有“{word}”这个命令。{guess_zh}',
    en: 'there is no command “{word}”. {guess_en}',
    next_zh: '用 yuzhu --help 查看全部命令。',
    next_en: 'See all commands with yuzhu --help.',
  },
  UNKNOWN_OPTION: {
    status: 400,
    zh: '没有“{word}”这个选项。{guess_zh}',
    en: 'there is no option “{word}”. {guess_en}',
    next_zh: '在命令后加 --help 查看它的选项。',
    next_en: 'Put --help behind the command to see its options.',
  },
  USAGE_INVALID: {
    status: 400,
    zh: '命令写法有误：{reason}',
    en: 'the command line is not right: {reason}',
    next_zh: '在命令后加 --help 查看用法。',
    next_en: 'Put --help behind the command to see how it is used.',
  },
  VALUE_INVALID: {
    status: 400,
    zh: '{option} 的值“{value}”不能用：{wanted_zh}',
    en: 'the value “{value}” of {option} can not be used: {wanted_en}',
    next_zh: '例如：{example}',
    next_en: 'For example: {example}',
  },
  ALREADY_STARTED: {
    status: 409,
    zh: '预住已经在这个数据库上运行（{who}）。',
    en: 'Yuzhu already runs on this database ({who}).',
    next_zh:
      '直接使用正在运行的那一个（yuzhu status 查看地址）；要另开一套，请用 YUZHU_DATA_DIR 和端口变量指定另外的目录与端口。',
    next_en:
      'Use the one that runs (yuzhu status shows its addresses); for a second one choose another folder with YUZHU_DATA_DIR and other ports.',
  },
  KEEPS_CRASHING: {
    status: 500,
    zh: '{program} 在一分钟内退出了 {times} 次（最后一次：{reason}），不再重启，全部停止。最后的输出：\n{output}',
    en: '{program} ended {times} times within a minute (last: {reason}); it is not restarted again, everything stops. Its last words:\n{output}',
    next_zh: '查看日志 {log}，排除原因后重新启动；数据没有丢失。',
    next_en: 'Look into the log {log}, remove the cause and start again; no data were lost.',
  },
  NOT_RUNNING: {
    status: 503,
    zh: '这里没有正在运行的预住（数据目录 {folder}）。',
    en: 'no Yuzhu is running here (data folder {folder}).',
    next_zh: '先用 yuzhu start 启动，或用选项 --url 指明地址。',
    next_en: 'Start it with yuzhu start, or name the address with the option --url.',
  },
  CONFIRM_NEEDED: {
    status: 400,
    zh: '还没有停售：以上只是将要关闭的内容。',
    en: 'nothing was stopped: the above is only what would be closed.',
    next_zh: '确认无误后加上选项 --yes 再执行一次。',
    next_en: 'If it is what you want, repeat the command with the option --yes.',
  },
  API_KEY_MISSING: {
    status: 401,
    zh: '没有接口密钥：环境变量 YUZHU_API_KEY 没有设置，数据目录 {folder} 中也没有演示酒店。',
    en: 'there is no API key: YUZHU_API_KEY is not set, and the data folder {folder} holds no demo hotel.',
    next_zh: '用 yuzhu key create --account <编号> 创建密钥，放入 YUZHU_API_KEY。',
    next_en: 'Make a key with yuzhu key create --account <id> and put it into YUZHU_API_KEY.',
  },
});
