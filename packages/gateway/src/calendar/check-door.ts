import type { interfaces } from '@yuzhu/contract';
import { PARTNER } from '@yuzhu/contract';
import { currencyOf } from '../accounts/currency.ts';
import type { GatewayContext } from '../context.ts';
import type { Door } from '../spi/door.ts';
import type { AccountsOf } from '../stress/accounts.ts';
import { realAccountOf } from '../stress/shadow.ts';
import { currentAri, decideCheck } from './check.ts';
import { readRates } from './daily-rates.ts';
import { decideHours, hoursOf } from './hours.ts';
import type { CalendarDesk } from './look.ts';
import { readStay } from './stay.ts';

/** Answers whether nights can be booked; with current values when they can not. */
export function checkDoor(
  { db }: Pick<GatewayContext, 'db'>,
  parts: {
    readonly accounts: AccountsOf;
    readonly calendar: CalendarDesk;
  },
): Door<typeof interfaces.bookableCheck> {
  return async (call, message) => {
    const stay = readStay(message, call.at);
    if (!stay.ok) return { code: stay.refusal.code, description: stay.refusal.reason };
    const rates = readRates(message.daily_rates, stay.value);
    if (!rates.ok) return { code: rates.refusal.code, description: rates.refusal.reason };
    const plan = await parts.accounts(call.stress).ratePlan(message.rate_plan_id, call.application.clientKey);
    if (plan === undefined) return { code: PARTNER.roomTypeInvalid, description: 'rate_plan_id is not known here' };
    const { nights, rooms, guests } = stay.value;
    const { ratePlanId, roomTypeId } = plan;
    const facts = await parts.calendar.look(plan.accountId, { ratePlanId, roomTypeId, nights });
    const hours = plan.hourly
      ? decideHours(await hoursOf({ db }, plan.accountId, plan.ratePlanId), stay.value, message.daily_rates).refusal
      : undefined;
    const refusal = decideCheck(facts, { rooms, guests, prices: rates.value.prices, hours });
    if (refusal === undefined) return { code: PARTNER.ok, description: 'success', accountId: plan.accountId };
    // A price without an amount before tax is one of the mainland: nothing to look up.
    const mainland = facts.nights.every(({ price, beforeTax }) => price !== null && beforeTax === null);
    const currency = mainland ? undefined : await currencyOf(db, realAccountOf(plan.accountId));
    const named = { platformRatePlanId: message.rate_plan_id, platformRoomId: plan.platformRoomId };
    const ari = currentAri(named, facts, currency);
    return { code: refusal.code, description: refusal.reason, data: { ari }, accountId: plan.accountId };
  };
}
