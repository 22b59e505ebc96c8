import type { Language } from '../../report/lines.ts';
import { verdictText } from '../conditions/verdict.ts';
import type { CaseResult, RunResult } from '../run/results.ts';

/**
 * The run as JUnit XML. A mandatory case that waits is an error: a green build must mean that it passed. Optional ones
 * that fail or wait, and what does not apply, are skipped with their reason.
 */
export function junitReport(result: RunResult, language: Language): string {
  const suites = new Map<string, CaseResult[]>();
  for (const one of result.cases) suites.set(one.case.ability, [...(suites.get(one.case.ability) ?? []), one]);
  const body = [...suites].map(([name, cases]) => suite(name, cases, language)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(result.partner)}" time="${result.seconds}">\n${body}\n</testsuites>\n`;
}

function suite(name: string, cases: readonly CaseResult[], language: Language): string {
  const count = (element: string) => cases.filter((one) => elementOf(one) === element).length;
  const time = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(2);
  return `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${time}">
${cases.map((one) => testcase(one, language)).join('\n')}
  </testsuite>`;
}

function elementOf({ state, case: info }: CaseResult): 'failure' | 'error' | 'skipped' | undefined {
  if (state === 'passed') return undefined;
  if (state === 'not-applicable' || !info.mandatory) return 'skipped';
  return state === 'failed' ? 'failure' : 'error';
}

function testcase(one: CaseResult, language: Language): string {
  const head = `    <testcase classname="${xml(one.case.ability)}" name="${xml(one.case.id)}" time="${one.seconds}"`;
  const element = elementOf(one);
  if (element === undefined) return `${head}/>`;
  const failed = one.steps.flatMap((step) => step.verdicts).filter(({ ok }) => !ok);
  const [first] = failed;
  const message = first === undefined ? (one.reason?.[language] ?? one.state) : verdictText(first, language);
  const text = failed
    .flatMap((verdict) => [
      verdictText(verdict, language),
      verdict.cause?.[language] ?? '',
      verdict.next?.[language] ?? '',
      `logid ${verdict.logid}`,
    ])
    .join('\n');
  return `${head}>\n      <${element} message="${xml(message)}">${xml(text)}</${element}>\n    </testcase>`;
}

/** Text inside XML; characters XML 1.0 does not know are left out. */
function xml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters are what must go.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
