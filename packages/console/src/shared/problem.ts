import type { Language } from './language.ts';
import { COMMON } from './texts.ts';

type Both = readonly [zh: string, en: string];

/** What went wrong with a call, in both languages, with what to do next. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Stable code of the program's error registry; `UNREACHABLE` and `UNREADABLE` are the page's own. */
  readonly code: string;
  readonly what: Both;
  readonly next: Both;
  /** The program's reference of this request, for its log. */
  readonly requestId: string | undefined;
  /** The field or path the program complained about. */
  readonly where: string | undefined;

  constructor(parts: {
    status: number;
    code: string;
    what: Both;
    next: Both;
    requestId?: string | undefined;
    where?: string | undefined;
  }) {
    super(`${parts.code}: ${parts.what[1]}`);
    this.status = parts.status;
    this.code = parts.code;
    this.what = parts.what;
    this.next = parts.next;
    this.requestId = parts.requestId;
    this.where = parts.where;
  }

  /** What happened, and what to do, in one language. */
  say(language: Language): { what: string; next: string } {
    const at = language === 'zh' ? 0 : 1;
    return { what: this.what[at], next: this.next[at] };
  }
}

/** No answer at all: the program is down, or the network is. */
export function unreachable(): Problem {
  return new Problem({ status: 0, code: 'UNREACHABLE', what: COMMON.unreachable, next: COMMON.unreachableNext });
}

/** An answer that is not the program's: a proxy's page, a cut-off body. */
export function unreadable(status: number): Problem {
  const what: Both = [
    COMMON.unreadable[0].replace('{status}', String(status)),
    COMMON.unreadable[1].replace('{status}', String(status)),
  ];
  return new Problem({ status, code: 'UNREADABLE', what, next: COMMON.unreadableNext });
}
