import { MATCH_STATE } from '@yuzhu/contract';

/** What a match is of. */
export type MatchKind = 'hotel' | 'room' | 'good';

/** How it is broken: the binding is gone, the platform or merchant took it off the shelf, or it is under control. */
export type BrokenState = 'unbound' | 'off-shelf' | 'abnormal';

/** The match states of the presale enum page (documented) that a broken match shows; which one when, is inferred. */
export const BROKEN_STATUS: Readonly<Record<BrokenState, number>> = {
  unbound: MATCH_STATE.matchFailed,
  'off-shelf': MATCH_STATE.disabled,
  abnormal: MATCH_STATE.abnormal,
};

const NOUNS: Readonly<Record<MatchKind, string>> = { hotel: '酒店', room: '物理房型', good: '预定商品' };
const WORDS: Readonly<Record<BrokenState, string>> = {
  unbound: '匹配关系已解除',
  'off-shelf': '已下架',
  abnormal: '状态异常，已被管控',
};

/** What the platform says about a broken match (made up: no texts are published). */
export function brokenText(kind: MatchKind, state: BrokenState): string {
  return `${NOUNS[kind]}${WORDS[state]}`;
}
