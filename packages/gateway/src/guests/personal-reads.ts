import type { Session } from '@yuzhu/runtime';

/** One reading of personal data in the clear. */
export interface PersonalRead {
  readonly keyId: string;
  readonly subject: 'booking' | 'voucher_order' | 'exchange';
  readonly subjectId: string;
  readonly requestId: string;
}

/** Records a reading; call it in the transaction that reads, so that there is no reading without its record. */
export async function recordPersonalRead(
  session: Session,
  accountId: string,
  read: PersonalRead,
  now: number,
): Promise<void> {
  await session.execute(
    `INSERT INTO gateway.personal_reads (account_id, key_id, subject, subject_id, request_id, at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [accountId, read.keyId, read.subject, read.subjectId, read.requestId, new Date(now)],
  );
}
