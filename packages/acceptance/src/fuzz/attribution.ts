import { createHash } from 'node:crypto';
import { HEADERS, parseJson } from '@yuzhu/contract';
import type { FuzzMessage } from './message.ts';
import type { Sent } from './send.ts';
import type { WrittenRow } from './state.ts';
import type { World } from './world.ts';

const NONE: ReadonlySet<string> = new Set();

/** A write that nothing sent explains. */
export interface Unexplained {
  readonly row: WrittenRow;
  readonly why: string;
}

/** Tables whose rows name an order or a notice: it has to have been in a message that was taken. */
const BY_SUBJECT = new Set(['gateway.bookings', 'gateway.voucher_orders', 'gateway.outbox', 'gateway.webhooks']);
/** What one accepted message sets going may still be going on so many batches later. */
const ECHO = 3;

/** Explains writes by the messages that were accepted: which tables, whose rows, about which order, with which answer. */
export class Attribution {
  readonly #world: World;
  readonly #accounts: Set<string>;
  /** Orders and notices of every message that was taken, and the codes they were answered with. */
  readonly #subjects = new Map<string, Set<number>>();
  /** Orders and notices of messages whose answer nobody heard: taken or not, with whatever answer. */
  readonly #unheard = new Set<string>();
  /** Orders the other merchant's application named in messages whose refusal is kept. */
  readonly #keptElsewhere = new Set<string>();
  /** Tables that may be written from now on, whatever is sent. */
  readonly #later = new Set<string>();
  /** Tables the latest batches may have written, and whether load-test traffic was among them. */
  #recent: { readonly tables: Set<string>; readonly stress: boolean }[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#accounts = new Set(['', world.account]);
    const { platformOrders, platformBookings } = world.ids;
    for (const id of [...platformOrders, ...platformBookings]) this.#subjects.set(id, new Set([0]));
  }

  /**
   * Takes note of a batch and gives the writes it does not explain.
   * @param told Msg-Ids of notices the platform's side sent by itself
   * @param again The messages were sent before and refused: what a refusal keeps has to be there already.
   */
  unexplained(
    batch: readonly Sent[],
    rows: readonly WrittenRow[],
    told: ReadonlySet<string> = NONE,
    again = false,
  ): readonly Unexplained[] {
    const tables = new Set<string>();
    let stress = false;
    for (const { message, target, verdict } of batch) {
      // Whoever hangs up without waiting may have sent a whole message all the same.
      const unheard = verdict.label === 'closed' || verdict.label === 'timeout';
      const answered = verdict.code !== undefined && verdict.label === String(verdict.code);
      if (!answered && !unheard) continue;
      // Load-test traffic lives in a shadow of the account: it explains what is written there, and nothing else.
      // Only calls can be of a load test; a notice with the tag is a notice.
      if (isStress(message) && target.interface.kind !== 'webhook') {
        stress = true;
        continue;
      }
      if (unheard) for (const id of subjectsOf(message)) this.#unheard.add(id);
      if (verdict.accepted || unheard) {
        for (const table of target.writes) tables.add(table);
        for (const table of target.later ?? []) this.#later.add(table);
        // Signed by the other merchant's application, it may well be about the other merchant.
        if (message.proof === 'other-application' || message.proof === 'other-secret')
          this.#accounts.add(this.#otherAccount());
      } else if (target.keeps !== undefined && message.proof === 'other-application') {
        // Its refusal is kept where the application belongs: that order, and nothing else of the other merchant.
        for (const id of subjectsOf(message)) this.#keptElsewhere.add(id);
      }
      if (!again) for (const table of target.keeps ?? []) tables.add(table);
      if (verdict.accepted || target.keeps !== undefined) this.#note(message, verdict.code);
    }
    // Echoes of earlier batches are over when the state has settled; a batch sent again has none.
    const now = { tables, stress };
    if (!again) this.#recent = [...this.#recent, now].slice(-ECHO);
    const explain = again ? [now] : this.#recent;
    const allowed = new Set(explain.flatMap((one) => [...one.tables]));
    const shadows = explain.some((one) => one.stress);
    for (const table of this.#later) allowed.add(table);
    const found: Unexplained[] = [];
    for (const row of rows) {
      // A notice the platform's side sent by itself needs no message.
      if (row.table === 'gateway.webhooks' && told.has(row.subject)) continue;
      if (shadows && row.account.startsWith(SHADOW)) continue;
      const why = this.#whyNot(row, allowed);
      if (why !== undefined) found.push({ row, why });
    }
    return found;
  }

  #whyNot({ table, account, subject, code }: WrittenRow, allowed: ReadonlySet<string>): string | undefined {
    if (!allowed.has(table)) return 'no accepted message writes this table';
    const elsewhere = account === this.#otherAccount() && BY_SUBJECT.has(table) && this.#keptElsewhere.has(subject);
    if (!this.#accounts.has(account) && !elsewhere && table.startsWith('gateway.')) return 'a row of another account';
    if (!BY_SUBJECT.has(table) || this.#unheard.has(subject)) return undefined;
    const codes = this.#subjects.get(subject);
    if (codes === undefined) return 'about something that no accepted message names';
    if (code !== '' && !codes.has(Number(code))) return `kept with answer ${code}, which nobody was given`;
    return undefined;
  }

  #otherAccount(): string {
    return this.#world.foreign.accounts[0] ?? '';
  }

  #note(message: FuzzMessage, code: number | undefined): void {
    for (const id of subjectsOf(message)) {
      const codes = this.#subjects.get(id) ?? new Set<number>();
      if (code !== undefined) codes.add(code);
      this.#subjects.set(id, codes);
    }
  }
}

/** Whose account id begins so is the shadow of another one, for load-test traffic. */
const SHADOW = 'stress:';

function isStress({ headers }: FuzzMessage): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === HEADERS.stress && value.trim() === '1');
}

/** What rows may be kept under that come from a message. */
function subjectsOf(message: FuzzMessage): readonly string[] {
  return [...ordersIn(message), ...noticesIn(message)];
}

/** The orders a message names. */
function ordersIn(message: FuzzMessage): readonly string[] {
  try {
    const body = parseJson(message.body.toString('utf8')) as Record<string, unknown>;
    return [body.order_id, body.source_order_id].flatMap((id) =>
      typeof id === 'string' || typeof id === 'number' ? [String(id)] : [],
    );
  } catch {
    return [];
  }
}

/** What a notice may be kept under: its Msg-Id, or the hash of its bytes. */
function noticesIn({ headers, body }: FuzzMessage): readonly string[] {
  const ids = headers.filter(([name]) => name.toLowerCase() === 'msg-id').map(([, id]) => id.trim());
  return [...ids, ids.join(', '), `body:${createHash('sha256').update(body).digest('hex')}`];
}
