import { closest } from './closest.ts';
import { type ConfigFault, runtimeErrors } from './runtime-errors.ts';

/** What kind of value a setting takes, and what the program gets. */
export interface SettingTypes {
  /** Any text that is not empty. */
  text: string;
  /** A whole number within `min`..`max`. */
  integer: number;
  /** A TCP port 0..65535; 0 lets the system choose. */
  port: number;
  /** `true`/`false`, `1`/`0`, `yes`/`no`, `on`/`off`. */
  boolean: boolean;
  /** `250ms`, `30s`, `5m`, `2h`, `1d` or a bare number of milliseconds; the program gets milliseconds. */
  duration: number;
  /** An absolute address with one of the `protocols` (default http and https), kept as text without a final slash. */
  url: string;
  /** One of `choices`. */
  choice: string;
  /** Comma-separated texts; the program gets an array without empty items. */
  list: readonly string[];
  /** A file-system path, kept as written. */
  path: string;
}

interface SettingBase<Type extends keyof SettingTypes> {
  /** The environment variable: `YUZHU_*` or `DATABASE_URL`. */
  readonly name: string;
  readonly type: Type;
  /** Taken when the variable is absent or empty. Neither default nor `optional` makes a setting required. */
  readonly default?: SettingTypes[Type];
  /** When true, an absent variable gives `undefined`. */
  readonly optional?: true;
  /** What it is for, one sentence, English. */
  readonly doc: string;
  /** The same in Chinese. */
  readonly doc_zh: string;
  /** Unit shown in the documentation, for example `fen`, `rows`. */
  readonly unit?: string;
  /** Secret values never appear in an error, a log or the documentation. */
  readonly secret?: true;
  /** A value that works, shown in the documentation and in errors. */
  readonly example?: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly protocols?: readonly string[];
}

/** One setting of a program. */
export type Setting = { [Type in keyof SettingTypes]: SettingBase<Type> }[keyof SettingTypes];
/** A program's settings by the name its code uses. */
export type Settings = Readonly<Record<string, Setting>>;

type ValueOf<S extends Setting> = S extends { type: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : SettingTypes[S['type']];
/** The typed configuration that comes out of settings. */
export type Config<S extends Settings> = {
  readonly [Key in keyof S]: S[Key] extends { optional: true } ? ValueOf<S[Key]> | undefined : ValueOf<S[Key]>;
};

/** Writes down settings once, with their literal types kept. */
export function defineSettings<const S extends Settings>(settings: S): S {
  return settings;
}

/** Variables that belong to the tools around the programs (set-up, tests), never to a program's own settings. */
const TOOL_VARIABLES: readonly string[] = ['YUZHU_TEST_DATABASE_URL', 'YUZHU_SKIP_SYSTEM_PACKAGES'];

/**
 * Reads the environment.
 * @param options.alsoKnown `YUZHU_*` names that belong to other programs of this machine and are therefore no mistake.
 * @throws AppError CONFIG_INVALID that names every faulty variable, its value (masked when secret) and the fix.
 */
export function loadConfig<const S extends Settings>(
  settings: S,
  env: NodeJS.ProcessEnv = process.env,
  options: { readonly alsoKnown?: readonly string[] } = {},
): Config<S> {
  const faults: ConfigFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings)) {
    const raw = env[setting.name]?.trim() ?? '';
    if (raw === '') {
      values[key] = setting.default;
      if (setting.default === undefined && setting.optional !== true) faults.push(missing(setting));
      continue;
    }
    const parsed = parse(setting, raw);
    if ('fix' in parsed) faults.push({ variable: setting.name, value: shown(setting, raw), fix: parsed.fix });
    else values[key] = parsed.value;
  }
  const known = [...Object.values(settings).map(({ name }) => name), ...(options.alsoKnown ?? []), ...TOOL_VARIABLES];
  faults.push(...unknownVariables(known, env));
  if (faults.length > 0) throw runtimeErrors.configInvalid(faults);
  return values as Config<S>;
}

/** The faults for `YUZHU_*` variables nobody knows, each with the nearest known name. */
function unknownVariables(known: readonly string[], env: NodeJS.ProcessEnv): ConfigFault[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('YUZHU_') && !known.includes(name))
    .map((name) => {
      const near = closest(name, known);
      const fix = near === undefined ? 'no setting has this name: remove it' : `did you mean ${near}?`;
      return { variable: name, value: '…', fix };
    });
}

function missing(setting: Setting): ConfigFault {
  const example = setting.example === undefined ? '' : `, for example ${setting.name}=${setting.example}`;
  return { variable: setting.name, value: '(not set)', fix: `set it: ${setting.doc}${example}` };
}

function shown(setting: Setting, raw: string): string {
  if (setting.secret) return '******';
  // A password inside an address is a secret even where the address is not.
  return raw.replace(/(:\/\/[^:/@\s]*:)[^@\s]*@/, '$1******@');
}

type Parsed = { readonly value: unknown } | { readonly fix: string };

function parse(setting: Setting, raw: string): Parsed {
  switch (setting.type) {
    case 'text':
    case 'path':
      return { value: raw };
    case 'list':
      return {
        value: raw
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    case 'integer':
      return parseWhole(raw, setting.min ?? Number.MIN_SAFE_INTEGER, setting.max ?? Number.MAX_SAFE_INTEGER);
    case 'port':
      return parseWhole(raw, 0, 65_535);
    case 'boolean':
      return parseBoolean(raw);
    case 'duration':
      return parseDuration(raw, setting.min ?? 0, setting.max ?? Number.MAX_SAFE_INTEGER);
    case 'choice':
      return setting.choices?.includes(raw) ? { value: raw } : { fix: `use one of ${setting.choices?.join(', ')}` };
    case 'url':
      return parseUrl(raw, setting.protocols ?? ['http', 'https']);
  }
}

function parseWhole(raw: string, min: number, max: number): Parsed {
  const value = Number(raw);
  if (/^-?\d+$/.test(raw) && Number.isSafeInteger(value) && value >= min && value <= max) return { value };
  const range =
    min === Number.MIN_SAFE_INTEGER ? '' : max === Number.MAX_SAFE_INTEGER ? ` from ${min}` : ` from ${min} to ${max}`;
  return { fix: `use a whole number${range}` };
}

function parseBoolean(raw: string): Parsed {
  const word = raw.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return { value: true };
  if (['false', '0', 'no', 'off'].includes(word)) return { value: false };
  return { fix: 'use true or false' };
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parseDuration(raw: string, min: number, max: number): Parsed {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(raw);
  const value = match === null ? Number.NaN : Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? 'ms'] ?? 1));
  if (Number.isSafeInteger(value) && value >= min && value <= max) return { value };
  const range = min > 0 || max < Number.MAX_SAFE_INTEGER ? ` (${min} to ${max} ms)` : '';
  return { fix: `use a duration such as 250ms, 30s, 5m, 2h${range}` };
}

function parseUrl(raw: string, protocols: readonly string[]): Parsed {
  const fix = `use an address that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`;
  if (!URL.canParse(raw)) return { fix };
  const url = new URL(raw);
  if (!protocols.includes(url.protocol.slice(0, -1))) return { fix };
  return { value: raw.replace(/\/+$/, '') };
}

/** A markdown table of settings, for the generated documentation page. */
export function describeSettings(settings: Settings): string {
  const rows = Object.values(settings).map((setting) => {
    const fallback =
      setting.default === undefined
        ? setting.optional
          ? '(none)'
          : '**required**'
        : setting.secret
          ? '******'
          : `\`${String(setting.default)}\``;
    const type =
      setting.type === 'choice' ? (setting.choices ?? []).map((choice) => `\`${choice}\``).join(' ') : setting.type;
    const unit = setting.unit ?? (setting.type === 'duration' ? 'ms' : '');
    const example = setting.example === undefined ? '' : ` (e.g. \`${setting.example}\`)`;
    return `| \`${setting.name}\` | ${type} | ${unit} | ${fallback} | ${setting.doc_zh}<br>${setting.doc}${example} |`;
  });
  return ['| variable | type | unit | default | 说明 · meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}
