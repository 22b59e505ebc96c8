import { addDays, hotelDate, interfaces } from '@yuzhu/contract';
import type { Action } from '../partner/hooks.ts';
import type { Play } from '../run/play.ts';
import { valueAt } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import type { CaseInfo } from './case-info.ts';
import { acceptedBooking, type Stayed } from './guests.ts';

const STAY = interfaces.stayStatus.name;

/** Waits for a report of the stay and judges it. */
async function report(
  play: Play,
  stayed: Stayed,
  action: Action,
  status: 1 | 2 | 3,
  zh: string,
  en: string,
): Promise<void> {
  const { booking_id: id, hotel_booking_id: outId } = await stayed.guest.readBooking(stayed.booking.booking_id);
  const one = await play.actAndSee(
    action,
    { order_id: id },
    { zh: `${zh}：预约 ${id}`, en: `${en}: booking ${id}` },
    {
      interface: STAY,
      which: (seen) => valueAt(seen, '$.req.order_id') === id && valueAt(seen, '$.req.accommodation_status') === status,
    },
  );
  play.expect(one, '$.req.order_out_id', 'eq', outId);
  play.expect(one, '$.resp.data.error_code', 'eq', 0, 'openApiRefused');
}

const about = { ability: 'stays', needs: ['platform', 'sale'], mandatory: true, interfaces: [STAY] } as const;

/** Hours of the hotel by which a guest is expected and expected to be gone, when nothing else was agreed. */
const ARRIVAL = '15:00';
const DEPARTURE = '12:00';

/** A stay as it was planned. The platform's clock goes there, so it comes before whatever counts days from today. */
export const plannedStayCase = acceptCase({
  ...about,
  id: 'stay-status.as-planned',
  title: {
    zh: '到计划时间后上报入住与离店',
    en: 'Check-in and check-out are reported at the planned time or after it',
  },
  mandatory: false,
  source: 'observed',
  begin: (): { stayed?: Stayed } => ({}),
  steps: [
    {
      title: { zh: '已接单的预约', en: 'an accepted booking' },
      run: async (play, state) => {
        state.stayed = await acceptedBooking(play, 1);
      },
    },
    {
      title: { zh: '到店日办理入住', en: 'check-in on the day of arrival' },
      run: async (play, { stayed }) => {
        await play.platform.moveClock({ to: `${(stayed as Stayed).booking.check_in} ${ARRIVAL}` });
        await report(play, stayed as Stayed, 'check-in', 1, '办理入住', 'check in');
      },
    },
    {
      title: { zh: '离店日办理离店', en: 'check-out on the day of departure' },
      run: async (play, { stayed }) => {
        await play.platform.moveClock({ to: `${(stayed as Stayed).booking.check_out} ${DEPARTURE}` });
        await report(play, stayed as Stayed, 'check-out', 3, '办理离店', 'check out');
      },
    },
  ],
});

/** A guest comes and goes. @param good What is booked; default any. */
function inAndOut(info: CaseInfo, good?: (play: Play) => string): AcceptCase {
  return acceptCase({
    ...info,
    begin: (): { stayed?: Stayed } => ({}),
    steps: [
      {
        title: { zh: '已接单的预约', en: 'an accepted booking' },
        run: async (play, state) => {
          state.stayed = await acceptedBooking(play, undefined, good?.(play));
        },
      },
      {
        title: { zh: '办理入住', en: 'check-in' },
        run: (play, { stayed }) => report(play, stayed as Stayed, 'check-in', 1, '办理入住', 'check in'),
      },
      {
        title: { zh: '办理离店', en: 'check-out' },
        run: (play, { stayed }) => report(play, stayed as Stayed, 'check-out', 3, '办理离店', 'check out'),
      },
    ],
  });
}

/** Stays as the hotel reports them. */
export const stayCases: readonly AcceptCase[] = [
  inAndOut({
    ...about,
    id: 'stay-status.in-and-out',
    title: {
      zh: '入住与离店上报（早于计划时间）',
      en: 'Check-in and check-out are reported (before the planned time)',
    },
    source: 'observed',
  }),
  inAndOut(
    {
      ...about,
      id: 'hourly.stay',
      ability: 'hourly',
      sells: 'hourly',
      needs: [...about.needs, 'products'],
      mandatory: false,
      title: { zh: '钟点房的入住与离店上报', en: 'A stay by the hour: check-in and check-out are reported' },
      source: 'inferred',
    },
    ({ products }) => products.ratePlanId,
  ),
  simpleCase(
    {
      ...about,
      id: 'stay-status.no-show',
      title: { zh: '未到店上报', en: 'A no-show is reported' },
      mandatory: false,
      source: 'observed',
    },
    async (play) => {
      await report(play, await acceptedBooking(play), 'no-show', 2, '标记未到店', 'mark as no-show');
    },
  ),
];

/** Bills, on the day after: the platform's clock is moved there, so they come last. */
export const billCases: readonly AcceptCase[] = [
  acceptCase({
    ability: 'bills',
    needs: ['platform', 'sale'],
    // Reconciliation is an ability of its own that a partner may leave to people.
    mandatory: false,
    id: 'bills.day',
    title: { zh: 'T+1：查询账单与结算价', en: 'T+1: the bill of the day and the settled income' },
    source: 'documented',
    interfaces: [interfaces.tripBillDetail.name, interfaces.incomeByOrder.name],
    begin: () => ({ day: '' }),
    steps: [
      {
        title: {
          zh: '离店次日凌晨核销并结算，账单再次日可查',
          en: 'verified and settled on the day after departure, on the bill a day later',
        },
        run: async (play, state) => {
          state.day = addDays(hotelDate(play.platform.now()), 1);
          await play.platform.moveClock({ to: `${addDays(state.day, 1)} 07:00` });
        },
      },
      {
        title: { zh: '取该日账单', en: 'the bill of that day' },
        run: async (play, { day }) => {
          const text = { zh: `查询 ${day} 的账单`, en: `fetch the bill of ${day}` };
          const one = await play.actAndSee('fetch-bill', { date: day }, text, {
            interface: interfaces.tripBillDetail.name,
            ever: true,
            which: (seen) => valueAt(seen, '$.req.bill_date') === day,
          });
          play.expect(one, '$.req.cursor', 'exists');
          play.expect(one, '$.resp.data.ledger_records', 'type', 'array');
        },
      },
      {
        title: { zh: '查询各预约的结算价', en: 'the income of its bookings' },
        run: async (play, { day }) => {
          const text = {
            zh: `查询 ${day} 核销的预约的结算价`,
            en: `ask for the income of the bookings verified on ${day}`,
          };
          const one = await play.actAndSee('fetch-bill', { date: day }, text, {
            interface: interfaces.incomeByOrder.name,
            ever: true,
          });
          play.expect(one, '$.req.shop_order_id', 'exists');
        },
      },
    ],
  }),
];
