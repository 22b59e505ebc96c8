/** Which way an exchange goes: `in` the partner calls the platform (OpenAPI), `out` the platform calls (SPI, webhook). */
export type FaultDirection = 'in' | 'out';

/** How one exchange is spoilt. */
export type Fault =
  /** The answer (in) or the request (out) leaves `ms` real milliseconds late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** In: never answered, the connection is dropped after `ms` real milliseconds. Out: given up before an answer can come. */
  | { readonly kind: 'timeout'; readonly ms: number }
  /** In: this HTTP status instead of processing. Out: the answer is taken for this HTTP status. */
  | { readonly kind: 'status'; readonly status: number }
  /** The other side processes, its answer is lost. */
  | { readonly kind: 'lose-answer' }
  /** The same bytes twice, at once. In: processed twice, the second answer leaves. */
  | { readonly kind: 'twice' }
  /** Out: the same bytes again `ms` clock milliseconds later, after whatever came in between. */
  | { readonly kind: 'late-copy'; readonly ms: number }
  /** Out, webhooks: leaves `ms` clock milliseconds late, so that later ones overtake it. */
  | { readonly kind: 'hold'; readonly ms: number }
  /**
   * In, stock-save and price-save: accepted, but the writing fails afterwards and is reported by webhook. In, ari-notify:
   * accepted, but no pull follows.
   */
  | { readonly kind: 'write-fails' }
  /** In, stock-save and price-save: each rate plan of the call is refused once as busy with this probability; the next time it is taken. */
  | { readonly kind: 'items-busy'; readonly share: number };

/** Which exchanges a rule spoils: each with a probability, or the next so many. */
export type FaultPick = { readonly probability: number } | { readonly next: number };

/** One setting of the switch. */
export interface FaultRule {
  readonly id: string;
  /** The contract's short name (`booking`, `voucher-audit-result` ...), or `*` for all of the direction. */
  readonly interfaceName: string;
  readonly direction: FaultDirection;
  readonly fault: Fault;
  readonly pick: FaultPick;
  /** Exchanges this rule looked at, and those it spoilt. */
  readonly seen: number;
  readonly spoilt: number;
}

/** Decides, from its seed, whether the next exchange of an interface is spoilt. */
export interface FaultSwitch {
  /**
   * The fault for this exchange, if any; counts it. The draw number is kept in the database, so a restart goes on with
   * the same sequence. Costs nothing while no rule is set.
   */
  decide(interfaceName: string, direction: FaultDirection): Promise<Fault | undefined>;
  /** Adds a rule. @throws AppError FAULT_RULE_INVALID */
  add(rule: Pick<FaultRule, 'interfaceName' | 'direction' | 'fault' | 'pick'>): Promise<FaultRule>;
  list(): Promise<readonly FaultRule[]>;
  /** Removes one rule, or all. */
  remove(id: string): Promise<boolean>;
  clear(): Promise<void>;
}
