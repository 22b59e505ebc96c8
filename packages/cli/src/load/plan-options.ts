import type { PlanDraft } from '@yuzhu/acceptance';
import { CLI_ERRORS } from '../errors.ts';

/** Options that fill or override a plan. */
export interface PlanOptions {
  readonly url?: string;
  readonly clientKey?: string;
  readonly clientSecret?: string;
  readonly send?: readonly string[];
  readonly address?: readonly string[];
  readonly start?: number;
  readonly step?: number;
  readonly max?: number;
  readonly admission?: number;
  readonly seconds?: number;
  readonly total?: number;
  readonly timeout?: number;
  readonly arrival?: string;
  readonly seed?: string;
  readonly name?: string;
}

/**
 * The plan as written with the options put in. A new rate or pace without a new total time gives the shortest total that
 * fits it. @throws AppError VALUE_INVALID
 */
export function draftOf(written: PlanDraft, options: PlanOptions, env: NodeJS.ProcessEnv = process.env): PlanDraft {
  const partner = typeof written.partner === 'object' ? (written.partner as Record<string, unknown>) : {};
  const { YUZHU_CLIENT_KEY: envKey, YUZHU_CLIENT_SECRET: envSecret } = env;
  const clientKey = options.clientKey ?? partner.clientKey ?? envKey;
  const clientSecret = options.clientSecret ?? partner.clientSecret ?? envSecret;
  const addresses =
    options.address === undefined ? partner.addresses : Object.fromEntries(options.address.map(addressOf));
  const repaced = [options.start, options.step, options.max, options.seconds].some((one) => one !== undefined);
  const { totalSeconds, ...rest } = written;
  return given({
    ...rest,
    totalSeconds: options.total ?? (repaced ? undefined : totalSeconds),
    partner: given({ ...partner, url: options.url ?? partner.url, clientKey, clientSecret, addresses }),
    startQps: options.start ?? written.startQps,
    stepQps: options.step ?? written.stepQps,
    maxQps: options.max ?? written.maxQps,
    admissionQps: options.admission ?? written.admissionQps,
    secondsPerStep: options.seconds ?? written.secondsPerStep,
    timeoutMs: options.timeout ?? written.timeoutMs,
    arrival: options.arrival ?? written.arrival,
    seed: options.seed ?? written.seed,
    name: options.name ?? written.name,
    interfaces: options.send?.map(sendOf) ?? written.interfaces,
    first: options.send === undefined ? written.first : undefined,
  });
}

/** Without the members that are undefined. */
function given(draft: Record<string, unknown>): PlanDraft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function sendOf(text: string): { readonly name: string; readonly file: string; readonly weight: number } {
  const found = /^([a-z-]+)=(.+?)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  if (found === null) {
    throw CLI_ERRORS.error('VALUE_INVALID', {
      option: '--send',
      value: text,
      wanted_zh: '请写 接口=文件 或 接口=文件:权重',
      wanted_en: 'write interface=file or interface=file:weight',
      example: '--send bookable-check=checks.csv:6',
    });
  }
  return { name: found[1] ?? '', file: found[2] ?? '', weight: Number(found[3] ?? 1) };
}

function addressOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw CLI_ERRORS.error('VALUE_INVALID', {
    option: '--address',
    value: text,
    wanted_zh: '请写 接口=路径 或 接口=完整地址',
    wanted_en: 'write interface=path or interface=address',
    example: '--address booking=/hooks/booking',
  });
}
