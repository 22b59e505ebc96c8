import { defineSettings } from './config.ts';
import { LOG_LEVELS } from './log.ts';

/** Settings that every program has. */
export const PROGRAM_SETTINGS = defineSettings({
  logLevel: {
    name: 'YUZHU_LOG_LEVEL',
    type: 'choice',
    choices: LOG_LEVELS,
    default: 'info',
    doc: 'How much is logged.',
    doc_zh: '日志级别。',
  },
  accessLog: {
    name: 'YUZHU_ACCESS_LOG',
    type: 'choice',
    choices: ['faults', 'all', 'none'],
    default: 'faults',
    doc: 'Which HTTP exchanges get a line in the log: failed and slow ones, all, or none.',
    doc_zh: '哪些 HTTP 交互写入日志：失败与过慢的、全部、或不写。',
  },
  shutdownLimit: {
    name: 'YUZHU_SHUTDOWN_LIMIT',
    type: 'duration',
    default: 15_000,
    min: 1000,
    max: 600_000,
    doc: 'Time to finish what was begun when the program is told to stop; after it the program ends hard.',
    doc_zh: '收到停止信号后完成手头工作的时限；超过则强行结束。',
  },
});
