import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { GATEWAY_ERRORS } from '../errors.ts';

/** One thing that is wrong with a request. */
export interface Problem {
  /** `body.stock[0].from`, `query.limit`, `path.order_id`. */
  readonly where: string;
  readonly message_zh: string;
  readonly message_en: string;
}

/** INPUT_INVALID for one or more problems. */
export function inputInvalid(problems: readonly Problem[]) {
  const shown = problems.slice(0, 3);
  return GATEWAY_ERRORS.error('INPUT_INVALID', {
    path: problems[0]?.where ?? 'body',
    problems,
    summary_zh: shown.map((one) => `${one.where} ${one.message_zh}`).join('；'),
    summary_en: shown.map((one) => `${one.where} ${one.message_en}`).join('; '),
  });
}

const validators = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/** What is wrong with one part of a request: the schema's rules first, then text no database can keep. */
export function problemsOf(schema: TSchema, value: unknown, part: 'body' | 'query' | 'path'): Problem[] {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return unstorableText(value, part);
  const problems = new Map<string, Problem>();
  for (const error of validator.Errors(value) as readonly SchemaError[]) {
    for (const problem of explain(error, part)) {
      // Branches of a union repeat themselves: the first word on a place is the plainest.
      if (!problems.has(problem.where)) problems.set(problem.where, problem);
    }
  }
  return [...problems.values()];
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

function explain(error: SchemaError, part: string): Problem[] {
  const where = place(part, error.instancePath);
  const names = (error.params.requiredProperties ?? error.params.additionalProperties) as string[] | undefined;
  switch (error.keyword) {
    case 'required':
      return (names ?? []).map((name) => problem(`${where}.${name}`, '缺少', 'is missing'));
    case 'additionalProperties':
      return (names ?? []).map((name) => problem(`${where}.${shorten(name)}`, '不是已知字段', 'is not a known member'));
    case 'boolean':
      return [problem(where, '不是已知字段', 'is not a known member')];
    default: {
      const [zh, en] = RULES[error.keyword]?.(error.params) ?? [`不符合要求（${error.message}）`, error.message];
      return [problem(where, zh, en)];
    }
  }
}

type Explain = (params: Readonly<Record<string, unknown>>) => readonly [zh: string, en: string];

const TYPES_ZH: Readonly<Record<string, string>> = {
  string: '文本',
  integer: '整数',
  number: '数字',
  boolean: 'true 或 false',
  object: '对象',
  array: '列表',
  null: 'null',
};

const RULES: Readonly<Record<string, Explain>> = {
  type: ({ type }) => [`应为${TYPES_ZH[String(type)] ?? String(type)}`, `must be of type ${String(type)}`],
  minimum: ({ limit }) => [`不能小于 ${limit}`, `must be at least ${limit}`],
  maximum: ({ limit }) => [`不能大于 ${limit}`, `must be at most ${limit}`],
  minLength: ({ limit }) => [`至少 ${limit} 个字符`, `must have at least ${limit} characters`],
  maxLength: ({ limit }) => [`至多 ${limit} 个字符`, `must have at most ${limit} characters`],
  minItems: ({ limit }) => [`至少 ${limit} 项`, `must have at least ${limit} items`],
  maxItems: ({ limit }) => [`至多 ${limit} 项`, `must have at most ${limit} items`],
  minProperties: ({ limit }) => [`至少 ${limit} 个字段`, `must have at least ${limit} members`],
  uniqueItems: () => ['不能有重复项', 'must not have equal items'],
  pattern: ({ pattern }) => [`格式应为 ${pattern}`, `must match ${pattern}`],
  format: ({ format }) => FORMATS[String(format)] ?? [`格式应为 ${format}`, `must be a ${format}`],
  enum: ({ allowedValues }) => {
    const words = (allowedValues as unknown[]).join(', ');
    return [`应为其中之一：${words}`, `must be one of ${words}`];
  },
  const: ({ allowedValue }) => [`应为 ${allowedValue}`, `must be ${allowedValue}`],
};

const FORMATS: Readonly<Record<string, readonly [string, string]>> = {
  date: ['应为存在的日期 yyyy-MM-dd', 'must be a day that exists, yyyy-MM-dd'],
};

function problem(where: string, message_zh: string, message_en: string): Problem {
  return { where, message_zh, message_en };
}

/** `/stock/0/from` in the body becomes `body.stock[0].from`. */
function place(part: string, pointer: string): string {
  const steps = pointer.split('/').slice(1).map(decodeStep);
  return part + steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${shorten(step)}`)).join('');
}

function decodeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 57)}...` : name;
}

/** Text with a NUL character or half of a surrogate pair: PostgreSQL can not keep it, so it is refused by name. */
function unstorableText(value: unknown, part: string): Problem[] {
  const problems: Problem[] = [];
  const look = (text: string, where: string) => {
    if (text.includes('\0')) problems.push(problem(where, '含有 NUL 字符', 'holds a NUL character'));
    else if (!text.isWellFormed())
      problems.push(problem(where, '含有无效的 Unicode 字符', 'holds an invalid Unicode character'));
  };
  const walk = (node: unknown, where: string): void => {
    if (typeof node === 'string') look(node, where);
    else if (Array.isArray(node)) for (const [at, item] of node.entries()) walk(item, `${where}[${at}]`);
    else if (typeof node === 'object' && node !== null) {
      for (const [key, member] of Object.entries(node)) {
        look(key, where);
        walk(member, `${where}.${shorten(key)}`);
      }
    }
  };
  walk(value, part);
  return problems;
}
