import type { Language, Palette } from '../../report/lines.ts';
import { ABILITIES } from '../cases/case-info.ts';
import { type Verdict, verdictText } from '../conditions/verdict.ts';
import { type CaseResult, outcomeOf, type RunEvent, type RunResult } from '../run/results.ts';
import { counts, figuresByInterface, OUTCOME_WORDS, STATE_WORDS } from './words.ts';

/** Failed conditions of one step that are shown; the reports hold all. */
const SHOWN = 3;

/** The event as lines for a person at a terminal. */
export function runLines(event: RunEvent, language: Language, palette: Palette): readonly string[] {
  switch (event.type) {
    case 'begin':
      return [
        palette.bold(
          language === 'zh'
            ? `验收：${event.partner}，方案 ${event.plan}，${event.cases} 个用例（● 必验，○ 选验）`
            : `Acceptance: ${event.partner}, plan ${event.plan}, ${event.cases} cases (● mandatory, ○ optional)`,
        ),
        '',
      ];
    case 'case':
      return [];
    case 'ask':
      return askLines(event, language, palette);
    case 'done':
      return caseLines(event.result, language, palette);
    case 'end':
      return endLines(event.result, language, palette);
  }
}

function askLines(event: Extract<RunEvent, { type: 'ask' }>, language: Language, palette: Palette): string[] {
  if (!event.byHand) return [];
  const seconds = Math.round(event.limitMs / 1000);
  const lead =
    language === 'zh'
      ? `  ▶ 请在你的系统中操作（等待 ${seconds} 秒）：`
      : `  ▶ please do this in your system (${seconds} s): `;
  return [palette.yellow(`${lead}${event.text[language]}`)];
}

function caseLines(one: CaseResult, language: Language, palette: Palette): string[] {
  const mark = {
    passed: palette.green('✓'),
    failed: palette.red('✗'),
    waiting: palette.yellow('…'),
    'not-applicable': palette.dim('–'),
  }[one.state];
  const kind = one.case.mandatory ? '●' : '○';
  const verdicts = one.steps.flatMap((step) => step.verdicts);
  const told =
    one.state === 'not-applicable' || one.state === 'waiting'
      ? palette.dim(
          `${STATE_WORDS[one.state][language]}${{ zh: '：', en: ': ' }[language]}${one.reason?.[language] ?? ''}`,
        )
      : palette.dim(
          language === 'zh'
            ? `${verdicts.length} 条件 ${one.seconds} 秒`
            : `${verdicts.length} conditions, ${one.seconds} s`,
        );
  const heading = `${mark} ${kind} ${ABILITIES[one.case.ability][language]} · ${one.case.title[language]}  ${palette.dim(one.case.id)}  ${told}`;
  // Why a case waits stands in its heading; one that failed without a condition tells it here.
  const stumbled =
    one.state === 'failed' && one.reason !== undefined ? [palette.red(`    ${one.reason[language]}`)] : [];
  return [heading, ...one.steps.flatMap((step) => failureLines(step.verdicts, language, palette)), ...stumbled];
}

function failureLines(verdicts: readonly Verdict[], language: Language, palette: Palette): string[] {
  const failed = verdicts.filter(({ ok }) => !ok);
  const lines = failed
    .slice(0, SHOWN)
    .flatMap((one) => [
      palette.red(`    ${verdictText(one, language)}`),
      ...(one.cause === undefined
        ? []
        : [`      ${{ zh: '可能原因：', en: 'likely cause: ' }[language]}${one.cause[language]}`]),
      ...(one.next === undefined ? [] : [`      ${{ zh: '下一步：', en: 'next: ' }[language]}${one.next[language]}`]),
      palette.dim(`      logid ${one.logid}`),
    ]);
  const more = failed.length - SHOWN;
  if (more > 0)
    lines.push(
      palette.dim({ zh: `    另有 ${more} 条同类失败，见报告`, en: `    ${more} more, see the report` }[language]),
    );
  return lines;
}

function endLines(result: RunResult, language: Language, palette: Palette): string[] {
  const outcome = outcomeOf(result);
  const colour = { passed: palette.green, incomplete: palette.yellow, failed: palette.red }[outcome];
  const [all, must] = [counts(result), counts(result, true)];
  const conditions = figuresByInterface(result).reduce((sum, one) => sum + one.conditions, 0);
  const line = (title: string, found: typeof all) =>
    language === 'zh'
      ? `${title}：通过 ${found.passed}，未通过 ${found.failed}，未满足 ${found.waiting}，不适用 ${found['not-applicable']}`
      : `${title}: ${found.passed} passed, ${found.failed} failed, ${found.waiting} not met, ${found['not-applicable']} not applicable`;
  return [
    '',
    line({ zh: '必验', en: 'mandatory' }[language], must),
    line({ zh: '全部', en: 'all' }[language], all),
    language === 'zh' ? `${conditions} 个条件，${result.seconds} 秒` : `${conditions} conditions, ${result.seconds} s`,
    colour(palette.bold(OUTCOME_WORDS[outcome][language])),
  ];
}
