import type { Bilingual } from '@yuzhu/contract';
import { AppError } from '@yuzhu/runtime';
import type { AcceptCase, OpenStep } from '../cases/case.ts';
import type { Plan } from '../plan/plans.ts';
import { NotApplicable, NotMet, Play, type World } from './play.ts';
import type { CaseResult, CaseState, RunResult, StepResult } from './results.ts';

/** Plays the cases of a plan one after another. Never rejects because of the partner; the signal ends it early. */
export async function runPlan(world: World, plan: Plan, all: readonly AcceptCase[]): Promise<RunResult> {
  const cases = casesOf(world, plan, all);
  const begun = performance.now();
  const startedAt = Date.now();
  const results: CaseResult[] = [];
  world.tell({ type: 'begin', partner: world.partner.name, plan: plan.name, cases: cases.length });
  for (const [at, one] of cases.entries()) {
    world.signal?.throwIfAborted();
    world.tell({ type: 'case', number: at + 1, of: cases.length, info: one });
    const result = await runCase(world, one);
    results.push(result);
    world.tell({ type: 'done', result });
  }
  const result: RunResult = {
    partner: world.partner.name,
    plan: plan.name,
    startedAt,
    seconds: secondsSince(begun),
    cases: results,
  };
  world.tell({ type: 'end', result });
  return result;
}

/** The cases of a plan, in front of them what puts something on sale when they can not do without and nothing is. */
function casesOf(world: World, plan: Plan, all: readonly AcceptCase[]): readonly AcceptCase[] {
  const picked = all.filter((one) => plan.picks(one));
  const wantsSale = picked.some(({ needs }) => needs.includes('sale'));
  const wantsProducts = world.products === undefined && picked.some(({ needs }) => needs.includes('products'));
  if (world.platform === undefined || !(wantsSale || wantsProducts)) return picked;
  return all.filter((one) => one.prepares || picked.includes(one));
}

async function runCase(world: World, one: AcceptCase): Promise<CaseResult> {
  const begun = performance.now();
  const end = (state: CaseState, steps: readonly StepResult[], reason?: Bilingual): CaseResult => ({
    case: one,
    state,
    steps,
    seconds: secondsSince(begun),
    ...(reason === undefined ? {} : { reason }),
  });
  const unreached = () =>
    one.steps.map((title): StepResult => ({ title, state: 'unreached', verdicts: [], exchanges: [] }));
  const foreign = whyNot(world, one);
  if (foreign !== undefined) return end('not-applicable', [], foreign);
  const missing = whatIsMissing(world, one);
  if (missing !== undefined) return end('waiting', unreached(), missing);

  const steps: StepResult[] = [];
  for (const step of one.open()) {
    if (steps.some(({ state }) => state !== 'passed')) {
      steps.push({ title: step.title, state: 'unreached', verdicts: [], exchanges: [] });
      continue;
    }
    const result = await runStep(world, one, step);
    if ('foreign' in result) return end('not-applicable', steps, result.foreign);
    steps.push(result);
  }
  const stopped = steps.find(({ state }) => state === 'failed' || state === 'waiting');
  return end(stopped === undefined ? 'passed' : (stopped.state as CaseState), steps, stopped?.reason);
}

async function runStep(
  world: World,
  one: AcceptCase,
  step: OpenStep,
): Promise<StepResult | { readonly foreign: Bilingual }> {
  const play = new Play(world, one.sells === 'hourly');
  let reason: Bilingual | undefined;
  let stumbled = false;
  try {
    await step.run(play);
  } catch (error) {
    if (error instanceof NotApplicable) return { foreign: error.reason };
    if (error instanceof NotMet) reason = error.reason;
    // What the platform's half refuses a guest is a consequence of what the partner did or did not do.
    else if (error instanceof AppError) {
      const { message, message_en } = error.toJSON();
      reason = { zh: message, en: message_en };
    } else {
      if (world.signal?.aborted) throw error;
      // A partner may answer what nobody thought of. A case that goes on with what its conditions have just called
      // missing stumbles too; the conditions tell why then.
      stumbled = play.clean;
      reason = {
        zh: `验收程序无法处理该应答：${String(error)}`,
        en: `the judge could not handle this answer: ${String(error)}`,
      };
    }
  }
  const state = !play.clean || stumbled ? 'failed' : reason !== undefined ? 'waiting' : 'passed';
  const { verdicts, exchanges } = play;
  return { title: step.title, state, verdicts, exchanges, ...(reason === undefined ? {} : { reason }) };
}

/** Why a case does not apply to the partner's configuration; it passes then, as at the platform. */
function whyNot({ partner, products }: World, one: AcceptCase): Bilingual | undefined {
  if (one.mode !== undefined && !partner.creationModes.includes(one.mode)) {
    return one.mode === 'two-step'
      ? { zh: '合作方只用“支付后创单”。', en: 'the partner creates after payment only.' }
      : { zh: '合作方只用“先创单后支付”。', en: 'the partner creates before payment only.' };
  }
  if (one.oldSignature && !partner.oldSignature) {
    return { zh: '合作方不使用旧签名。', en: 'the partner does not use the old signature.' };
  }
  if (one.sells === 'hourly' && products !== undefined && products.hourly === undefined) {
    return { zh: '合作方没有钟点房。', en: 'the partner sells no rooms by the hour.' };
  }
  if (one.sells === 'abroad' && products !== undefined && products.currency === undefined) {
    return { zh: '合作方是大陆商户。', en: 'the partner’s merchant is on the mainland.' };
  }
  const spiOnly = one.needs.includes('products') && !one.needs.includes('platform');
  const [first = ''] = one.interfaces;
  if (spiOnly && one.interfaces.length === 1 && partner.spi[first] === undefined) {
    return { zh: `合作方没有配置 ${first} 的地址。`, en: `the partner has no address for ${first}.` };
  }
  if (one.needs.includes('webhook') && partner.webhook === undefined) {
    return { zh: '合作方没有配置消息推送地址。', en: 'the partner has no address for notices.' };
  }
  return undefined;
}

/** What a case can not do without and is not there (yet). */
function whatIsMissing(world: World, one: AcceptCase): Bilingual | undefined {
  const wantsPlatform = one.needs.includes('platform') || one.needs.includes('sale');
  if (wantsPlatform && world.platform === undefined) {
    return {
      zh: '需要合作方调用平台的 OpenAPI；本次运行没有平台一侧。',
      en: 'the partner has to call the platform’s OpenAPIs; this run has no platform’s half.',
    };
  }
  if (one.needs.includes('products') && world.products === undefined) {
    return {
      zh: '还不知道合作方的商品：请在合作方文件写明 products，或先通过商品与预售券用例。',
      en: 'the partner’s products are not known: name them under products in the partner file, or pass the cases of goods and vouchers first.',
    };
  }
  return undefined;
}

const secondsSince = (begun: number) => Math.round((performance.now() - begun) / 10) / 100;
