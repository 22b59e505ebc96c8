/**
 * Words by which a text says that a match is broken. The platform publishes no texts; the words are those of its
 * documented states (解除, 下架, 管控), of its documented code 1 (房型不存在或失效), and their like (inferred).
 */
const BROKEN = [
  /解除|解绑|取消(?:匹配|绑定|关联)/,
  /下架|管控|失效|无效房型|房型无效/,
  /不存在|已?被?删除|已?被?(?:停用|禁用)/,
  /未匹配|未绑定|匹配失败/,
  /\bunbound\b|\bunmatched\b|\bnot (?:matched|bound)\b|\bdelisted\b|\boff[ -](?:the )?shel[fv]/i,
  /\b(?:does|do) not exist\b|\bno longer exists?\b|\b(?:was|were|is|been) (?:deleted|removed)\b/i,
];

/** A text with one of these asks for patience or says the contrary, whatever else it says (inferred). */
const PASSING = [
  /稍后|请?重试|繁忙|超时|系统异常|服务(?:异常|失效|不可用)/,
  /(?:未|没有|尚未)(?:被)?(?:解除|下架|失效|删除)/,
  /try again|retry|later|busy|timeout|timed out/i,
];

/** Whether the platform's words recognisably say that something it had matched is matched no longer. Pure. */
export function textSaysBroken(text: string): boolean {
  return BROKEN.some((word) => word.test(text)) && !PASSING.some((word) => word.test(text));
}
