import { webhooks } from '@yuzhu/contract';
import { abroadCases } from './abroad.ts';
import { bookingCases } from './bookings.ts';
import type { AcceptCase } from './case.ts';
import { deadlineCases } from './deadlines.ts';
import { guestCases } from './guests.ts';
import { hourlyCases } from './hourly.ts';
import { publicationCases } from './publication.ts';
import { checkCases, pullCases } from './pulls-and-checks.ts';
import { hostileCases, signatureCases } from './signatures.ts';
import { staticCases } from './static-information.ts';
import { billCases, plannedStayCase, stayCases } from './stays-and-bills.ts';
import { paymentCases, voucherOrderCases } from './voucher-orders.ts';
import { webhookCases } from './webhooks.ts';

/** Every case, in the order in which they are played: what later ones need is made by earlier ones. */
export const ALL_CASES: readonly AcceptCase[] = [
  ...publicationCases,
  ...staticCases,
  ...webhookCases(webhooks),
  ...pullCases,
  ...checkCases,
  ...voucherOrderCases,
  ...paymentCases,
  ...bookingCases,
  ...hourlyCases,
  ...abroadCases,
  ...signatureCases,
  ...hostileCases,
  ...guestCases,
  ...deadlineCases,
  plannedStayCase,
  ...stayCases,
  ...billCases,
];
