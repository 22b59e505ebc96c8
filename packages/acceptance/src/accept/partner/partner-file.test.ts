import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '@yuzhu/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { readPartnerFile } from './partner-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuzhu-partner-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string, env: NodeJS.ProcessEnv = {}) {
  const path = join(folder, 'partner.yaml');
  await writeFile(path, text);
  return readPartnerFile(path, env);
}

async function problems(text: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const error = (await read(text, env).catch((e: unknown) => e)) as AppError;
  expect(ACCEPTANCE_ERRORS.is(error, 'PARTNER_FILE_INVALID')).toBe(true);
  return `${error.toJSON().message}\n${error.toJSON().message_en}`;
}

const SHORT = 'client_key: aw1\nclient_secret: s\nbase_url: http://127.0.0.1:9000\n';

describe('a partner file', () => {
  it('may be as short as credentials and a base address', async () => {
    const partner = await read(SHORT);
    expect(partner).toMatchObject({
      name: 'aw1',
      creationModes: ['one-step'],
      oldSignature: false,
      products: undefined,
    });
    expect(partner.spi['bookable-check']).toBe('http://127.0.0.1:9000/spi/bookable-check');
  });

  it('may name doors of its own, products, and hooks', async () => {
    const partner = await read(
      `
name: PMS
client_key: aw1
client_secret_env: PMS_SECRET
base_url: https://pms.example/
spi:
  voucher-order: /in/order
  booking: https://other.example/in/stay?tenant=7
webhook: /in/notices
creation_modes: [two-step]
products: { hotel_id: "75", rate_plan_id: "18", voucher_id: "19", voucher_price: 100 }
hooks:
  change-price: { command: [sh, -c, "echo {price}"] }
  accept-booking: { http: { url: "https://pms.example/orders/{order_id}/accept", body: { by: test } } }
`,
      { PMS_SECRET: 'hidden' },
    );
    expect(partner).toMatchObject({
      clientSecret: 'hidden',
      spi: { 'voucher-order': 'https://pms.example/in/order', booking: 'https://other.example/in/stay?tenant=7' },
      webhook: 'https://pms.example/in/notices',
      products: { hotelId: '75', roomsPerVoucher: 1 },
      hooks: { 'accept-booking': { http: { method: 'POST', headers: {} } } },
    });
    // Doors that are named are all there are: the others do not apply.
    expect(Object.keys(partner.spi)).toEqual(['voucher-order', 'booking']);
  });

  it('may name a room by the hour, in the same hotel, and the currency of a merchant outside the mainland', async () => {
    const hourly = (members: string) => `${SHORT}
products:
  { hotel_id: "75", rate_plan_id: "18", voucher_id: "19", voucher_price: 100, currency: HKD, hourly: { ${members} } }
`;
    const ids = 'rate_plan_id: "28", voucher_id: "29", voucher_price: 50, usage_duration: 4';
    const { products } = await read(hourly(`${ids}, earliest_check_in: "09:00", latest_check_out: "20:00"`));
    expect(products).toMatchObject({ ratePlanId: '18', currency: 'HKD' });
    expect(products?.hourly).toMatchObject({
      hotelId: '75',
      ratePlanId: '28',
      currency: 'HKD',
      hours: { from: '09:00', to: '20:00', duration: 4 },
    });
    expect(await problems(hourly(`${ids}, earliest_check_in: 9am, latest_check_out: "24:00"`))).toMatch(
      /hourly\.earliest_check_in: should be HH:mm[\s\S]*hourly\.latest_check_out: should be HH:mm/,
    );
  });

  it('may be JSON', async () => {
    expect(await read('{"client_key":"a","client_secret":"b","base_url":"http://x.example"}')).toMatchObject({
      name: 'a',
    });
  });

  it('is told everything that is wrong with it at once, by place, in both languages', async () => {
    const told = await problems(`${SHORT}
webhok: /x
creation_modes: [three-step]
products: { hotel_id: 7500000000000000011, rate_plan_id: "1", voucher_id: "2", voucher_price: -1 }
hooks: { accept-booking: { http: { url: nowhere } }, dance: {} }
`);
    expect(told).toContain('webhok: 没有这个名称');
    expect(told).toContain('creation_modes: should be a list of one-step or two-step');
    expect(told).toContain('products.hotel_id: 编号请加引号');
    expect(told).toContain('products.voucher_price: should be a whole number from 1 on');
    expect(told).toContain('hooks.accept-booking.http.url: 不是 http(s) 地址：nowhere');
    expect(told).toContain('hooks.dance: there is no such name');
  });

  it.each([
    ['client_secret: s\nbase_url: http://x.example', 'client_key: 缺失'],
    ['client_key: a\nclient_secret_env: NOT_SET\nbase_url: http://x.example', '环境变量 NOT_SET 没有设置'],
    ['client_key: a\nclient_secret: s', '至少写一个接口的地址'],
    ['client_key: a\nclient_secret: s\nspi: { bookings: "http://x.example" }', 'spi.bookings: 没有这个名称'],
    ['- a\n- b', '应为若干“名称: 值”'],
  ])('%j is refused', async (text, told) => {
    expect(await problems(text)).toContain(told);
  });

  it('that is not there, or no YAML, is told with the reason', async () => {
    for (const file of [join(folder, 'none.yaml'), folder]) {
      const error: unknown = await readPartnerFile(file, {}).catch((e: unknown) => e);
      expect(ACCEPTANCE_ERRORS.is(error, 'PARTNER_FILE_UNREADABLE')).toBe(true);
    }
    const error: unknown = await read('a: [1').catch((e: unknown) => e);
    expect(ACCEPTANCE_ERRORS.is(error, 'PARTNER_FILE_UNREADABLE')).toBe(true);
  });
});
