import { interfaces, spis } from '@yuzhu/contract';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { type Goal, type LoadPlan, minimumSeconds, type PlannedInterface } from './plan.ts';

/** What a person wrote: every member may be absent, because flags can still fill it. */
export type PlanDraft = Readonly<Record<string, unknown>>;

/** Sandbox defaults of the goal (inferred): nothing about pass thresholds is published. */
function defaultGoal(name: string): Goal {
  return { successPercent: 99.9, p99Ms: name === interfaces.bookableCheck.name ? 1000 : 2000, timeouts: 0 };
}

const NAMES = spis.map((spi) => spi.name);
const MEMBERS = [
  'name',
  'partner',
  'admissionQps',
  'startQps',
  'stepQps',
  'maxQps',
  'secondsPerStep',
  'totalSeconds',
  'timeoutMs',
  'arrival',
  'seed',
  'interfaces',
  'first',
] as const;

/**
 * Completes and checks a plan. `source` names it in the error.
 * @throws AppError LOAD_PLAN_INVALID naming every member that is wrong
 */
export function readPlan(draft: PlanDraft, source: string): LoadPlan {
  const reader = new Reader();
  reader.known(draft, '', MEMBERS);
  const partner = reader.object(draft.partner, 'partner');
  reader.known(partner, 'partner.', ['url', 'clientKey', 'clientSecret', 'addresses']);
  const startQps = reader.number(draft.startQps, 'startQps', { min: 0.1, max: 100_000, fallback: 10 });
  const maxQps = reader.number(draft.maxQps, 'maxQps', {
    min: startQps,
    max: 100_000,
    fallback: Math.max(50, startQps),
  });
  const stepQps = reader.number(draft.stepQps, 'stepQps', {
    min: 0.1,
    max: 100_000,
    fallback: Math.max(1, maxQps - startQps),
  });
  const secondsPerStep = reader.number(draft.secondsPerStep, 'secondsPerStep', { min: 1, max: 86_400, fallback: 10 });
  const minimum = minimumSeconds({ startQps, stepQps, maxQps, secondsPerStep });
  const plan: LoadPlan = {
    name: reader.text(draft.name, 'name', 'load'),
    partner: {
      url: reader.url(partner.url, 'partner.url'),
      clientKey: reader.text(partner.clientKey, 'partner.clientKey'),
      clientSecret: reader.text(partner.clientSecret, 'partner.clientSecret'),
      addresses: reader.addresses(partner.addresses, 'partner.addresses'),
    },
    admissionQps: reader.number(draft.admissionQps, 'admissionQps', { min: 1, max: 100_000, fallback: 50 }),
    startQps,
    stepQps,
    maxQps,
    secondsPerStep,
    totalSeconds: reader.number(draft.totalSeconds, 'totalSeconds', { min: minimum, max: 86_400, fallback: minimum }),
    timeoutMs: reader.number(draft.timeoutMs, 'timeoutMs', { min: 1, max: 30_000, fallback: 5000 }),
    arrival: reader.choice(draft.arrival, 'arrival', ['constant', 'poisson']),
    seed: reader.text(draft.seed, 'seed', 'load'),
    interfaces: reader
      .list(draft.interfaces, 'interfaces')
      .map((one, at) => readInterface(reader, one, `interfaces[${at}]`)),
    first:
      draft.first === undefined
        ? []
        : reader.list(draft.first, 'first').map((one, at) => readFirst(reader, one, `first[${at}]`)),
  };
  const doubled = plan.interfaces.find((one, at) => plan.interfaces.findIndex(({ name }) => name === one.name) !== at);
  if (doubled !== undefined)
    reader.fault('interfaces', `${doubled.name} 出现两次`, `${doubled.name} stands there twice`);
  if (reader.problems.length > 0) {
    throw ACCEPTANCE_ERRORS.error('LOAD_PLAN_INVALID', {
      source,
      problems_zh: reader.problems.map(({ zh }) => zh).join('；'),
      problems_en: reader.problems.map(({ en }) => en).join('; '),
    });
  }
  return plan;
}

function readInterface(reader: Reader, value: unknown, path: string): PlannedInterface {
  const one = reader.object(value, path);
  reader.known(one, `${path}.`, ['name', 'file', 'weight', 'okCodes', 'goal']);
  const name = reader.interfaceName(one.name, `${path}.name`);
  const goal = one.goal === undefined ? {} : reader.object(one.goal, `${path}.goal`);
  reader.known(goal, `${path}.goal.`, ['successPercent', 'p99Ms', 'timeouts']);
  const usual = defaultGoal(name);
  const number = (key: keyof Goal, max: number) =>
    reader.number(goal[key], `${path}.goal.${key}`, { min: 0, max, fallback: usual[key] });
  return {
    name,
    file: reader.text(one.file, `${path}.file`),
    weight: reader.number(one.weight, `${path}.weight`, { min: 0.001, max: 1e6, fallback: 1 }),
    okCodes:
      one.okCodes === undefined
        ? [0]
        : reader
            .list(one.okCodes, `${path}.okCodes`)
            .map((code, at) => reader.number(code, `${path}.okCodes[${at}]`, { min: 0, max: 999_999 })),
    goal: {
      successPercent: number('successPercent', 100),
      p99Ms: number('p99Ms', 30_000),
      timeouts: number('timeouts', 1e9),
    },
  };
}

function readFirst(reader: Reader, value: unknown, path: string): LoadPlan['first'][number] {
  const one = reader.object(value, path);
  reader.known(one, `${path}.`, ['name', 'file']);
  return { name: reader.interfaceName(one.name, `${path}.name`), file: reader.text(one.file, `${path}.file`) };
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly fallback?: number;
}

/** Reads member by member and gathers what is wrong, so that all of it can be told at once. */
class Reader {
  readonly problems: { readonly zh: string; readonly en: string }[] = [];

  fault(path: string, zh: string, en: string): void {
    this.problems.push({ zh: `${path}：${zh}`, en: `${path}: ${en}` });
  }

  known(value: PlanDraft, path: string, members: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (!members.includes(name)) this.fault(`${path}${name}`, '没有这个设置', 'there is no such setting');
    }
  }

  object(value: unknown, path: string): PlanDraft {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as PlanDraft;
    this.fault(path, '应为对象', 'should be an object');
    return {};
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0) return value;
    this.fault(path, '应为非空列表', 'should be a list with at least one entry');
    return [];
  }

  text(value: unknown, path: string, fallback?: string): string {
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.fault(path, '缺少或为空', 'is missing or empty');
    return '';
  }

  number(value: unknown, path: string, { min, max, fallback }: Range): number {
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    this.fault(path, `应为 ${min} 到 ${max} 的数`, `should be a number from ${min} to ${max}`);
    return min;
  }

  choice<const Word extends string>(value: unknown, path: string, words: readonly [Word, ...Word[]]): Word {
    if (value === undefined) return words[0];
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    this.fault(path, `应为 ${words.join(' 或 ')}`, `should be ${words.join(' or ')}`);
    return words[0];
  }

  interfaceName(value: unknown, path: string): string {
    if (typeof value === 'string' && NAMES.includes(value)) return value;
    this.fault(path, `应为 ${NAMES.join('、')} 之一`, `should be one of ${NAMES.join(', ')}`);
    return NAMES[0] ?? '';
  }

  url(value: unknown, path: string): string {
    const text = this.text(value, path);
    if (text === '') return 'http://127.0.0.1:9';
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
    this.fault(path, '应为 http(s) 地址', 'should be an http(s) address');
    return 'http://127.0.0.1:9';
  }

  addresses(value: unknown, path: string): Readonly<Record<string, string>> {
    if (value === undefined) return {};
    const entries = Object.entries(this.object(value, path)).map(([name, address]) => {
      this.interfaceName(name, `${path}.${name}`);
      const text = this.text(address, `${path}.${name}`);
      if (!text.startsWith('/') && !/^https?:\/\//.test(text)) {
        this.fault(`${path}.${name}`, '应以 / 或 http(s):// 开头', 'should begin with / or http(s)://');
      }
      if (text.includes('?')) this.fault(`${path}.${name}`, '不能带查询参数', 'must not carry a query');
      return [name, text];
    });
    return Object.fromEntries(entries);
  }
}
