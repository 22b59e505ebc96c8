import { type Bilingual, hotelClock } from '@yuzhu/contract';
import type { Language } from '../../report/lines.ts';
import { ABILITIES, type Ability } from '../cases/case-info.ts';
import { type Verdict, verdictText } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import { type CaseResult, outcomeOf, type RunResult, type StepResult } from '../run/results.ts';
import { maskedExchange } from './masked.ts';
import { STYLE } from './style.ts';
import { counts, figuresByInterface, OUTCOME_WORDS, STATE_WORDS } from './words.ts';

/** The whole run as one page that needs nothing else: no network, no script; readable on a telephone. */
export function htmlReport(result: RunResult, language: Language): string {
  const say = (text: Bilingual) => inHtml(text[language]);
  const outcome = outcomeOf(result);
  const must = counts(result, true);
  const title = { zh: `验收报告：${result.partner}`, en: `Acceptance report: ${result.partner}` }[language];
  const abilities = [...new Set(result.cases.map((one) => one.case.ability))];
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${inHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${inHtml(title)}</h1>
<p class="outcome ${outcome}">${say(OUTCOME_WORDS[outcome])}</p>
<p>${inHtml(hotelClock(result.startedAt))} · ${inHtml(result.plan)} · ${result.seconds} s</p>
<ul class="counts">
${(['passed', 'failed', 'waiting', 'not-applicable'] as const)
  .map((state) => `<li class="${state}"><b>${must[state]}</b> ${say(STATE_WORDS[state])}</li>`)
  .join('\n')}
</ul>
<p class="small">${say({ zh: '以上为必验用例。个人信息已遮盖；原始报文在证据目录中。', en: 'Mandatory cases. Personal data are masked; the raw bytes are in the evidence folder.' })}</p>
</header>
<main>
${abilities.map((ability) => abilitySection(result, ability, language)).join('\n')}
<section><h2>${say({ zh: '各接口', en: 'By interface' })}</h2>
<table><thead><tr><th>${say({ zh: '接口', en: 'interface' })}</th><th>${say({ zh: '用例', en: 'cases' })}</th><th>${say({ zh: '条件', en: 'conditions' })}</th><th>${say({ zh: '未满足', en: 'failed' })}</th></tr></thead><tbody>
${figuresByInterface(result)
  .map(
    (one) =>
      `<tr><td>${inHtml(one.interface)}</td><td>${one.cases}</td><td>${one.conditions}</td><td>${one.failed}</td></tr>`,
  )
  .join('\n')}
</tbody></table></section>
</main>
</body>
</html>
`;
}

function abilitySection(result: RunResult, ability: Ability, language: Language): string {
  const cases = result.cases.filter((one) => one.case.ability === ability);
  return `<section><h2>${inHtml(ABILITIES[ability][language])}</h2>\n${cases.map((one) => caseBlock(one, language)).join('\n')}</section>`;
}

function caseBlock(one: CaseResult, language: Language): string {
  const kind = one.case.mandatory ? { zh: '必验', en: 'mandatory' } : { zh: '选验', en: 'optional' };
  const passed = one.steps.filter(({ state }) => state === 'passed').length;
  const reason = one.reason === undefined ? '' : `<p class="reason">${inHtml(one.reason[language])}</p>`;
  return `<details class="case ${one.state}"${one.state === 'failed' ? ' open' : ''}>
<summary><span class="state">${inHtml(STATE_WORDS[one.state][language])}</span> <span class="title">${inHtml(one.case.title[language])}</span>
<span class="small">${inHtml(kind[language])} · ${inHtml(one.case.id)} · ${passed}/${one.steps.length} · ${one.seconds} s</span></summary>
${reason}
${one.steps.map((step) => stepBlock(step, language)).join('\n')}
</details>`;
}

function stepBlock(step: StepResult, language: Language): string {
  const failed = step.verdicts.filter(({ ok }) => !ok);
  const held = step.verdicts.filter(({ ok }) => ok);
  return `<div class="step ${step.state}"><h3>${inHtml(step.title[language])} <span class="state">${inHtml(STATE_WORDS[step.state][language])}</span></h3>
${failed.map((one) => failedBlock(one, language)).join('\n')}
${
  held.length === 0
    ? ''
    : `<details class="held"><summary>${held.length} ${{ zh: '个条件成立', en: 'conditions hold' }[language]}</summary><ul>${held
        .map((one) => `<li>${inHtml(verdictText(one, language))}</li>`)
        .join('')}</ul></details>`
}
${step.exchanges.map((one) => exchangeBlock(one)).join('\n')}
</div>`;
}

function failedBlock(one: Verdict, language: Language): string {
  const line = (title: Bilingual, text: Bilingual | undefined) =>
    text === undefined ? '' : `<p><b>${inHtml(title[language])}</b> ${inHtml(text[language])}</p>`;
  return `<div class="failure"><p class="what">${inHtml(verdictText(one, language))}</p>
${line({ zh: '可能原因', en: 'Likely cause' }, one.cause)}
${line({ zh: '下一步', en: 'Next step' }, one.next)}
<p class="small">logid ${inHtml(one.logid)}${one.meaning === '' ? '' : ` · ${inHtml(one.meaning)}`}</p></div>`;
}

function exchangeBlock(one: Recorded): string {
  const { url, request, response } = maskedExchange(one);
  const arrow = one.from === 'platform' ? '→' : '←';
  const status = one.status === undefined ? (one.fault ?? '') : `HTTP ${one.status}`;
  const time = one.ms === undefined ? '' : ` · ${Math.round(one.ms)} ms`;
  return `<details class="exchange"><summary>${arrow} ${inHtml(one.interface)} · ${inHtml(status)}${time} <span class="small">${inHtml(one.logid)}</span></summary>
<p class="small">${inHtml(url)}</p><pre>${inHtml(request)}</pre><pre>${inHtml(response)}</pre></details>`;
}

/** Text inside HTML. What a partner answers is foreign text: it must never become markup. */
function inHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
