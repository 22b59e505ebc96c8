/** How far a voucher got. */
export type VoucherState =
  | 'draft'
  | 'saving'
  | 'auditing'
  | 'approved'
  | 'rejected'
  | 'on_shelf'
  | 'off_shelf'
  | 'failed';

/** What an audit notice changes. */
export interface AuditEffect {
  readonly state: VoucherState;
  readonly reason: string | undefined;
  /** The shelf wish can be carried out now. */
  readonly operateShelf: boolean;
}

/** The platform's verdicts (observed). */
const AUDIT = { approved: 1, rejected: 2 } as const;

/**
 * What an audit notice makes of a voucher. Notices may come late, twice or out of order (documented) and name no
 * version: a repeated approval of a voucher that is on or off the shelf changes nothing; an unknown verdict is
 * `undefined`, for a person to look at.
 */
export function decideAudit(
  state: VoucherState,
  wantedShelf: 'on' | 'off' | undefined,
  result: number,
  message: string | undefined,
): AuditEffect | undefined {
  if (result === AUDIT.approved) {
    if (state === 'on_shelf' || state === 'off_shelf') return { state, reason: undefined, operateShelf: false };
    return { state: 'approved', reason: undefined, operateShelf: wantedShelf === 'on' };
  }
  if (result === AUDIT.rejected) {
    return { state: 'rejected', reason: message ?? 'no reason given', operateShelf: false };
  }
  return undefined;
}
