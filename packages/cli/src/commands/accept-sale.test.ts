import { setTimeout as delay } from 'node:timers/promises';
import {
  type AcceptHooks,
  acceptGateway,
  type Hotel,
  type Plan,
  planNamed,
  type RunListener,
  STORY_IDS,
} from '@yuzhu/acceptance';
import { hotelClock, parseHotelClock } from '@yuzhu/contract';
import { describe, expect, inject, it } from 'vitest';
import { ownCommand } from '../program-command.ts';

const MINUTES = 60_000;

/** Examines our own gateway with one case of a guest, whose good is sold by the classic voucher alone. */
function guestBooks(hooks: (own: AcceptHooks, hotel: () => Hotel) => AcceptHooks, tell: RunListener = () => undefined) {
  return acceptGateway({
    commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
    serverUrl: inject('yuzhuServerUrl'),
    plan: { ...(planNamed('acceptance') as Plan), picks: ({ id }) => id === 'booking.guest' },
    hooks,
    tell,
  });
}

describe('vouchers that do not come on sale together', () => {
  it(
    'are all waited for: one begins its sale long after the others',
    async () => {
      const result = await guestBooks((own, hotel) => ({
        ...own,
        act: async (action, details) => {
          await own.act(action, details);
          if (action !== 'save-voucher') return;
          // Not the last one that is saved: whoever looks at that alone moves the clock too little.
          await saveAgain(hotel(), STORY_IDS.classic, 10 * MINUTES);
          await saveAgain(hotel(), STORY_IDS.weekend, 0);
        },
      }));
      expect(result.cases.filter(({ state }) => state !== 'passed')).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'are all waited for: one comes to the shelf after the others',
    async () => {
      let ownHotel: (() => Hotel) | undefined;
      let shelved: Promise<unknown> | undefined;
      const result = await guestBooks(
        (own, hotel) => ({
          ...own,
          act: async (action, details) => {
            ownHotel = hotel;
            await own.act(action, details);
            if (action === 'save-voucher') await hotel().setShelf(STORY_IDS.classic, 'off');
          },
        }),
        // The guest finds nothing at first: the wish leaves when the guest has been looking for a while.
        (event) => {
          if (event.type !== 'case' || event.info.id !== 'booking.guest') return;
          shelved = delay(700).then(() => ownHotel?.().setShelf(STORY_IDS.classic, 'on'));
        },
      );
      await shelved;
      expect(result.cases.filter(({ state }) => state !== 'passed')).toEqual([]);
    },
    5 * MINUTES,
  );
});

async function saveAgain(hotel: Hotel, voucherId: string, laterMs: number): Promise<void> {
  const document = await hotel.voucherDocument(voucherId);
  const { from, to } = document.sale_info.sale_date;
  const begin = hotelClock((parseHotelClock(from) ?? Number.NaN) + laterMs).slice(0, 16);
  await hotel.saveVoucher(voucherId, {
    ...document,
    sale_info: { ...document.sale_info, sale_date: { from: begin, to } },
  });
  await hotel.publishVoucher(voucherId);
}
