import { readFile } from 'node:fs/promises';
import { spis } from '@yuzhu/contract';
import { parse } from 'yaml';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import { ACTIONS, type Action, type HookSetting, type HookSettings } from './hooks.ts';
import type { CreationMode, Good, Hours, Partner, Products } from './partner.ts';
import { Problems, type Reader } from './read-members.ts';

/**
 * Reads a partner file (YAML, or JSON, which is YAML too). Every problem is told at once, by its path.
 * @param env Secrets may stand in a variable instead of the file.
 * @throws AppError PARTNER_FILE_UNREADABLE, PARTNER_FILE_INVALID
 */
export async function readPartnerFile(path: string, env: NodeJS.ProcessEnv): Promise<Partner> {
  let document: unknown;
  try {
    document = parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw ACCEPTANCE_ERRORS.error('PARTNER_FILE_UNREADABLE', { path, reason: (error as Error).message }, error);
  }
  const problems = new Problems();
  const partner = readPartner(problems.reader(document, ''), env, problems);
  if (partner !== undefined && problems.list.length === 0) return partner;
  const text = (language: 'zh' | 'en') => problems.list.map((one) => `  ${one.path}: ${one[language]}`).join('\n');
  throw ACCEPTANCE_ERRORS.error('PARTNER_FILE_INVALID', { path, problems_zh: text('zh'), problems_en: text('en') });
}

const MODES = ['one-step', 'two-step'] as const;

function readPartner(file: Reader, env: NodeJS.ProcessEnv, problems: Problems): Partner | undefined {
  file.allow([
    'name',
    'client_key',
    'client_secret',
    'client_secret_env',
    'base_url',
    'spi',
    'webhook',
    'creation_modes',
    'old_signature',
    'products',
    'hooks',
  ]);
  const clientKey = file.text('client_key');
  const baseUrl = file.has('base_url') ? file.url('base_url') : undefined;
  return {
    name: file.has('name') ? file.text('name') : clientKey,
    clientKey,
    clientSecret: secretOf(file, env, problems),
    spi: addressesOf(file.object('spi'), baseUrl, problems),
    webhook: file.has('webhook') ? absolute(file, 'webhook', baseUrl) : undefined,
    creationModes: modesOf(file),
    oldSignature: file.has('old_signature') && file.flag('old_signature'),
    products: file.has('products') ? productsOf(file.object('products')) : undefined,
    hooks: file.has('hooks') ? hooksIn(file.object('hooks')) : {},
  };
}

function secretOf(file: Reader, env: NodeJS.ProcessEnv, problems: Problems): string {
  if (!file.has('client_secret_env')) return file.text('client_secret');
  const name = file.text('client_secret_env');
  const secret = env[name] ?? '';
  if (name !== '' && secret === '') {
    problems.add('client_secret_env', `环境变量 ${name} 没有设置`, `the variable ${name} is not set`);
  }
  return secret;
}

function addressesOf(given: Reader, baseUrl: string | undefined, problems: Problems): Record<string, string> {
  given.allow(spis.map(({ name }) => name));
  const found: Record<string, string> = {};
  for (const { name, path } of spis) {
    if (given.has(name)) found[name] = absolute(given, name, baseUrl);
    else if (baseUrl !== undefined && !given.present) found[name] = `${baseUrl}${path}`;
  }
  if (Object.keys(found).length === 0 && problems.list.length === 0) {
    problems.add('spi', '至少写一个接口的地址，或写 base_url', 'name at least one address, or base_url');
  }
  return found;
}

/** A full address, or a path behind the base address. */
function absolute(file: Reader, name: string, baseUrl: string | undefined): string {
  return baseUrl !== undefined && file.startsWith(name, '/') ? `${baseUrl}${file.text(name)}` : file.url(name);
}

function modesOf(file: Reader): readonly CreationMode[] {
  if (!file.has('creation_modes')) return ['one-step'];
  return file.list('creation_modes', MODES);
}

function productsOf(file: Reader): Products {
  file.allow([
    'hotel_id',
    'room_id',
    'rate_plan_id',
    'voucher_id',
    'voucher_price',
    'rooms_per_voucher',
    'nights_per_voucher',
    'currency',
    'hourly',
  ]);
  const good = goodOf(file, file);
  return file.has('hourly') ? { ...good, hourly: hourlyOf(file, file.object('hourly')) } : good;
}

/** A room by the hour stands in the hotel of the full-day good. */
function hourlyOf(products: Reader, file: Reader): Good & { readonly hours: Hours } {
  file.allow([
    'room_id',
    'rate_plan_id',
    'voucher_id',
    'voucher_price',
    'rooms_per_voucher',
    'nights_per_voucher',
    'earliest_check_in',
    'latest_check_out',
    'usage_duration',
  ]);
  const [from, to] = [file.timeOfDay('earliest_check_in'), file.timeOfDay('latest_check_out')];
  return { ...goodOf(products, file), hours: { from, to, duration: file.whole('usage_duration') } };
}

function goodOf(products: Reader, file: Reader): Good {
  const count = (name: string) => (file.has(name) ? file.whole(name) : 1);
  return {
    hotelId: products.text('hotel_id'),
    ...(products.has('currency') ? { currency: products.text('currency') } : {}),
    roomId: file.has('room_id') ? file.text('room_id') : undefined,
    ratePlanId: file.text('rate_plan_id'),
    voucherId: file.text('voucher_id'),
    voucherPrice: file.whole('voucher_price'),
    roomsPerVoucher: count('rooms_per_voucher'),
    nightsPerVoucher: count('nights_per_voucher'),
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

function hooksIn(file: Reader): HookSettings {
  file.allow(ACTIONS);
  const hooks: Partial<Record<Action, HookSetting>> = {};
  for (const action of ACTIONS) if (file.has(action)) hooks[action] = hookIn(file.object(action));
  return hooks;
}

function hookIn(file: Reader): HookSetting {
  file.allow(['command', 'http']);
  if (file.has('command')) return { command: file.texts('command') };
  const http = file.object('http');
  http.allow(['method', 'url', 'headers', 'body']);
  return {
    http: {
      method: http.has('method') ? http.oneOf('method', METHODS) : 'POST',
      url: http.urlTemplate('url'),
      headers: http.has('headers') ? http.object('headers').allTexts() : {},
      body: http.raw('body'),
    },
  };
}
