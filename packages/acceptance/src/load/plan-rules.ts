import type { Bilingual } from '@yuzhu/contract';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { type LoadPlan, minimumSeconds } from './plan.ts';

/** A rule of the platform's form and whether the plan keeps it. */
export interface RuleCheck {
  readonly field: string;
  readonly ok: boolean;
  /** What the rule says, with the plan's own numbers. */
  readonly rule: Bilingual;
}

const LONGEST_NAME = 100;
/** What the platform lets a first integration set as maximum QPS (documented). */
const MAX_QPS = { least: 50, most: 300 } as const;
/** Documented as "at least 3 steps"; that raises are meant, not levels, is inferred: the stricter reading. */
const FEWEST_STEPS = 3;
const SHORTEST_STEP_S = 30;
const SHORTEST_RUN_S = 300;

/** @throws AppError LOAD_RULES_BROKEN naming every rule the plan breaks */
export function checkPlatformRules(plan: LoadPlan): void {
  const broken = platformRules(plan).filter(({ ok }) => !ok);
  if (broken.length === 0) return;
  throw ACCEPTANCE_ERRORS.error('LOAD_RULES_BROKEN', {
    problems_zh: broken.map(({ field, rule }) => `${field}：${rule.zh}`).join('；'),
    problems_en: broken.map(({ field, rule }) => `${field}: ${rule.en}`).join('; '),
  });
}

/** The platform's plan rules (documented for 首次对接), each with its verdict. Pure. */
export function platformRules(plan: LoadPlan): RuleCheck[] {
  const { name, admissionQps, startQps, stepQps, maxQps, secondsPerStep, totalSeconds, timeoutMs } = plan;
  const minimum = minimumSeconds(plan);
  const whole = [startQps, stepQps, maxQps, secondsPerStep, totalSeconds, timeoutMs].every(Number.isInteger);
  const check = (field: string, ok: boolean, zh: string, en: string): RuleCheck => ({ field, ok, rule: { zh, en } });
  return [
    check(
      'name',
      name.length <= LONGEST_NAME,
      `计划名称至多 ${LONGEST_NAME} 个字符（现为 ${name.length}）`,
      `the name has at most ${LONGEST_NAME} characters (${name.length})`,
    ),
    check(
      'maxQps',
      maxQps >= MAX_QPS.least && maxQps <= MAX_QPS.most,
      `首次对接的最大 QPS 为 ${MAX_QPS.least} 到 ${MAX_QPS.most}（现为 ${maxQps}）`,
      `the maximum of a first integration is ${MAX_QPS.least} to ${MAX_QPS.most} QPS (${maxQps})`,
    ),
    check(
      'maxQps',
      maxQps >= admissionQps && maxQps <= 3 * admissionQps,
      `最大 QPS 为准入 QPS ${admissionQps} 到其三倍 ${3 * admissionQps}（现为 ${maxQps}）`,
      `the maximum is the admission QPS ${admissionQps} to three times as much, ${3 * admissionQps} (${maxQps})`,
    ),
    check(
      'startQps',
      startQps >= 1 && startQps <= maxQps / 2,
      `起始 QPS 为 1 到最大 QPS 的一半 ${maxQps / 2}（现为 ${startQps}）`,
      `the start is 1 to half of the maximum, ${maxQps / 2} QPS (${startQps})`,
    ),
    check(
      'stepQps',
      stepQps >= 1 && Math.ceil((maxQps - startQps) / stepQps) >= FEWEST_STEPS,
      `步长至少 1，且至少递增 ${FEWEST_STEPS} 次（推断：按递增次数计；从 ${startQps} 到 ${maxQps}，步长 ${stepQps}）`,
      `the step is at least 1 and is added at least ${FEWEST_STEPS} times (inferred: raises are counted; ${startQps} to ${maxQps} by ${stepQps})`,
    ),
    check(
      'secondsPerStep',
      secondsPerStep >= SHORTEST_STEP_S && secondsPerStep <= totalSeconds,
      `每步 ${SHORTEST_STEP_S} 秒到总时长 ${totalSeconds} 秒（现为 ${secondsPerStep}）`,
      `a step takes ${SHORTEST_STEP_S} s to the total time of ${totalSeconds} s (${secondsPerStep})`,
    ),
    check(
      'totalSeconds',
      totalSeconds >= Math.max(SHORTEST_RUN_S, minimum),
      `总时长至少 ${SHORTEST_RUN_S} 秒，且不少于（最大 − 起始）÷ 步长 × 每步 + 每步 = ${minimum} 秒（现为 ${totalSeconds}）`,
      `the total is at least ${SHORTEST_RUN_S} s and (max - start) / step x seconds + seconds = ${minimum} s (${totalSeconds})`,
    ),
    check(
      'timeoutMs',
      timeoutMs >= 0 && timeoutMs <= 30_000,
      `接口超时为 0 到 30000 毫秒（现为 ${timeoutMs}）`,
      `the time-out is 0 to 30000 ms (${timeoutMs})`,
    ),
    check('numbers', whole, '各项均为整数（推断）', 'all of these are whole numbers (inferred)'),
  ];
}
