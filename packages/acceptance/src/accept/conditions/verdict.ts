import { type Bilingual, interfaceNamed, PARTNER, readMessage, type Source } from '@yuzhu/contract';
import { type Recorded, rootOf } from '../exchanges/recorded.ts';
import { explain, type Hint } from './explain.ts';
import { select } from './json-path.ts';
import { holds, OPERATOR_WORDS, type Operator, typeName } from './operators.ts';
import { provenanceOf } from './provenance.ts';

/** A condition on an exchange. */
export interface Condition {
  readonly path: string;
  readonly operator: Operator;
  readonly expected?: unknown;
  /** What is most likely wrong when it does not hold; without it a general reading is given. */
  readonly hint?: Hint;
}

/** What came of a condition. */
export interface Verdict {
  readonly ok: boolean;
  readonly interface: string;
  readonly logid: string;
  readonly path: string;
  readonly actual: string;
  readonly operator: Operator;
  readonly expected: string;
  /** How sure the contract is of that member; null when it says nothing about it. */
  readonly source: Source | null;
  readonly meaning: string;
  /** Most likely cause and next step; only when it does not hold. */
  readonly cause?: Bilingual;
  readonly next?: Bilingual;
}

/** Looks at an exchange; a path with wildcards gives one verdict for the first place that does not hold, or one for all. */
export function judge(one: Recorded, condition: Condition): Verdict {
  const { path, operator, expected } = condition;
  const places = select(rootOf(one), path);
  const wrong = places.find(({ value }) => !holds(value, operator, expected));
  const shown = wrong ?? places[0] ?? { path, value: undefined };
  return verdict(one, { ...condition, path: shown.path }, wrong === undefined, shown.value, path);
}

/** What must hold for every answer of an SPI, whatever the case wants of it. */
export function judgeSpiAnswer(one: Recorded): readonly Verdict[] {
  const definition = interfaceNamed(one.interface);
  if (definition?.kind !== 'spi') return [];
  const verdicts = [
    judge(one, { path: '$.http.status', operator: 'eq', expected: 200 }),
    ...(one.ms === undefined
      ? []
      : [judge(one, { path: '$.http.ms', operator: 'atMost', expected: definition.timeoutMs, hint: 'slow' })]),
    judge(one, { path: '$.resp.data', operator: 'type', expected: 'object' }),
    judge(one, { path: '$.resp.data.error_code', operator: 'type', expected: 'integer' }),
  ];
  // One mistake, one failure: what stands on a missing wrapper need not be told again.
  const firstWrong = verdicts.find(({ ok }) => !ok);
  if (firstWrong !== undefined) return [...verdicts.filter(({ ok }) => ok), firstWrong];
  const code = codeOf(one);
  verdicts.push(judge(one, { path: '$.resp.data.error_code', operator: 'in', expected: definition.codes }));
  if (code === PARTNER.ok) verdicts.push(judgeContract(one, '$.resp.data'));
  return verdicts;
}

/** Whether a message is as the contract says: the request with `$.req`, the members of the answer with `$.resp.data`. */
export function judgeContract(one: Recorded, path: '$.req' | '$.resp.data'): Verdict {
  const definition = interfaceNamed(one.interface);
  if (definition === undefined) throw new RangeError(`no interface ${one.interface}`);
  const value = select(rootOf(one), path)[0]?.value;
  const isQuery = definition.kind === 'openapi' && definition.method === 'GET';
  const schema = path === '$.req' ? definition.request : definition.reply;
  const [fault] = readMessage(schema, value ?? {}, isQuery ? 'lenient' : 'strict').faults;
  if (fault === undefined) return verdict(one, { path, operator: 'contract' }, true, value, path);
  const where = `${path}.${fault.path}`;
  const condition: Condition = { path: where, operator: 'contract', expected: fault.expected, hint: 'contract' };
  return verdict(one, condition, false, select(rootOf(one), where)[0]?.value, where);
}

/** The business code of an answer; undefined = none in the platform's eyes. */
export function codeOf(one: Recorded): number | undefined {
  const code = one.status === 200 ? select(rootOf(one), '$.resp.data.error_code')[0]?.value : undefined;
  return typeof code === 'number' ? code : undefined;
}

function verdict(one: Recorded, condition: Condition, ok: boolean, actual: unknown, written: string): Verdict {
  const { path, operator, expected, hint } = condition;
  const provenance = provenanceOf(one.interface, written);
  const { cause, next } = ok ? {} : explain({ one, path: written, actual, hint });
  return {
    ok,
    interface: one.interface,
    logid: one.logid,
    path,
    actual: actualText(actual, one),
    operator,
    expected: expected === undefined ? '' : typeof expected === 'string' ? expected : JSON.stringify(expected),
    source: provenance?.source ?? null,
    meaning: provenance?.meaning ?? '',
    ...(cause === undefined ? {} : { cause }),
    ...(next === undefined ? {} : { next }),
  };
}

const LONGEST = 200;

/** The value as a report shows it: JSON, shortened; with its type where that is what went wrong. */
function actualText(value: unknown, one: Recorded): string {
  if (value === undefined) {
    return one.status === undefined ? `（无应答 · no answer: ${one.fault ?? ''}）` : '（缺失 · missing）';
  }
  const text = JSON.stringify(value);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return typeof value === 'number' || typeof value === 'string' ? `${short} (${typeName(value)})` : short;
}

const MARKS: Readonly<Record<Source, Bilingual>> = {
  documented: { zh: '文档', en: 'documented' },
  given: { zh: '方案页', en: 'given' },
  sdk: { zh: 'SDK', en: 'sdk' },
  observed: { zh: '实测', en: 'observed' },
  'goods-api': { zh: '商品接口', en: 'goods-api' },
  twin: { zh: '同类方案', en: 'twin' },
  inferred: { zh: '推断', en: 'inferred' },
};

/** One line: path, actual, operator, expected, and how sure the contract is. */
export function verdictText(one: Verdict, language: 'zh' | 'en'): string {
  const words = OPERATOR_WORDS[one.operator][language];
  const sure =
    one.source === null ? '' : { zh: `（依据：${MARKS[one.source].zh}）`, en: ` (${MARKS[one.source].en})` }[language];
  const wanted = `${words} ${one.expected}`.trim();
  return language === 'zh'
    ? `${one.path}：实际 ${one.actual}，要求${wanted}${sure}`
    : `${one.path}: actual ${one.actual}, expected: ${wanted}${sure}`;
}
