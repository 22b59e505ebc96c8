import { seededRandom } from '@yuzhu/runtime';
import pg from 'pg';

const CURRENCY = 'HKD';

/** Whether the hotel of a run lies outside the mainland: one in four does. */
export function liesAbroad(seed: string): boolean {
  return seededRandom(`${seed}/place`).int(4) === 0;
}

/**
 * Puts the template's hotel outside the mainland on both sides, as if its account, goods, prices and vouchers had been in
 * that currency from the beginning; each price gets its amount before tax. A second hotel in the template would double
 * what every run copies.
 */
export async function moveAbroad(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // The judge's triggers look at what programs do.
    await client.query('SET session_replication_role = replica');
    for (const sql of STATEMENTS) await client.query(sql);
  } finally {
    await client.end();
  }
}

const IN_DOCUMENT = `jsonb_set(document, '{currency}', '"${CURRENCY}"')`;
const STATEMENTS = [
  `UPDATE gateway.accounts SET currency = '${CURRENCY}'`,
  'UPDATE gateway.rate_nights SET price_before_tax = price - price / 10',
  `UPDATE gateway.vouchers SET document = ${IN_DOCUMENT} WHERE document IS NOT NULL`,
  `UPDATE sandbox.accounts SET currency = '${CURRENCY}'`,
  `UPDATE sandbox.goods SET currency = '${CURRENCY}'`,
  'UPDATE sandbox.nights SET amount_before_tax = original_amount - original_amount / 10',
  `UPDATE sandbox.voucher_versions SET document = ${IN_DOCUMENT}`,
];
