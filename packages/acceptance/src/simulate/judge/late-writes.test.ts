import { interfaces } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import type { Message, Network } from '../network/network.ts';
import { LateWrites } from './late-writes.ts';

let now = 0;
const heard: Network['onDelivered'] = [];
const late = () => {
  heard.length = 0;
  return new LateWrites({ onDelivered: heard } as unknown as Network, () => now);
};
const arrive = (message: Partial<Message>, order: number) => {
  for (const hear of heard) hear(message as Message, order);
};
const put = (price: number): Partial<Message> => ({
  to: 'gateway',
  method: 'PUT',
  path: '/api/v1/calendar',
  body: Buffer.from(JSON.stringify({ prices: [{ rate_plan_id: 'P', from: '2026-09-01', to: '2026-09-02', price }] })),
});
const KEY = 'P 2026-09-02 price';

describe('writes that arrive after a newer one', () => {
  it('are remembered with what they asked for, until the next that comes in order', () => {
    const writes = late();
    arrive(put(1), 1);
    arrive(put(2), 2);
    expect(writes.values(KEY)).toEqual([]);
    arrive(put(1), 1);
    expect(writes.values(KEY)).toEqual([1]);
    now += 10_000;
    arrive(put(3), 3);
    expect(writes.values(KEY)).toEqual([]);
  });

  it('may be worked on side by side with one that follows at once', () => {
    const writes = late();
    arrive(put(1), 1);
    arrive(put(1), 1);
    expect(writes.values(KEY)).toEqual([]);
    now += 2;
    arrive(put(2), 2);
    expect(writes.values(KEY)).toEqual([1]);
  });

  it('are told apart by night and by kind of push', () => {
    const writes = late();
    const push = (path: string, start: string): Partial<Message> => ({
      to: 'sandbox',
      method: 'POST',
      path: `${path}?account_id=1`,
      body: Buffer.from(JSON.stringify({ aris: [{ rate_plan_id: '17', timerange: { start, end: '2026-09-02' } }] })),
    });
    arrive(push(interfaces.priceSave.path, '2026-09-01'), 1);
    arrive(push(interfaces.stockSave.path, '2026-09-01'), 2);
    arrive(push(interfaces.priceSave.path, '2026-09-02'), 3);
    arrive(push(interfaces.priceSave.path, '2026-09-01'), 1);
    expect(writes.values('price 17 2026-09-02')).toHaveLength(1);
    expect(writes.values('price 17 2026-09-01')).toEqual([]);
    expect(writes.values('stock 17 2026-09-02')).toEqual([]);
  });

  it('are seen of the hours of goods too', () => {
    const writes = late();
    const save = (from: string): Partial<Message> => ({
      to: 'sandbox',
      method: 'POST',
      path: interfaces.goodsSave.path,
      body: Buffer.from(
        JSON.stringify({
          rate_plan: {
            rooms: [
              {
                rate_plans: [
                  { out_rate_plan_id: 'DAY', hourly_room_detail: { earliest_check_in: from } },
                  { out_rate_plan_id: 'NIGHT' },
                ],
              },
            ],
          },
        }),
      ),
    });
    arrive(save('10:00'), 1);
    arrive(save('11:00'), 2);
    expect(writes.values('hours DAY')).toEqual([]);
    arrive(save('10:00'), 1);
    expect(writes.values('hours DAY')).toHaveLength(1);
    expect(writes.values('hours NIGHT')).toEqual([]);
    now += 10_000;
    arrive(save('12:00'), 3);
    expect(writes.values('hours DAY')).toEqual([]);
  });
});
