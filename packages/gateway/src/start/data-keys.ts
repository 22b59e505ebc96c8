import { join, resolve } from 'node:path';
import type { Database, Logger } from '@yuzhu/runtime';
import type { GatewayConfig } from '../config.ts';
import { GATEWAY_ERRORS } from '../errors.ts';
import { type DataKeys, parseDataKeys } from '../keys/data-keys.ts';
import { KEY_FILE, keyFromFolder } from '../keys/key-file.ts';

/**
 * The data keys the settings name, or the one of the data folder.
 * @throws AppError SETTINGS_CONFLICT for a key that is not one
 */
export async function openDataKeys(
  settings: Pick<GatewayConfig, 'dataKey' | 'dataDir'>,
  log: Logger,
): Promise<DataKeys> {
  if (settings.dataKey !== undefined) return parsed(settings.dataKey, 'YUZHU_DATA_KEY');
  const folder = resolve(settings.dataDir);
  const { key, made } = await keyFromFolder(folder);
  const file = join(folder, KEY_FILE);
  if (made) log.warn({ file }, 'a data key was generated: keep a copy, what it encrypts is lost without it');
  return parsed(key, `YUZHU_DATA_KEY (${file})`);
}

function parsed(text: string, variable: string): DataKeys {
  try {
    return parseDataKeys(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw GATEWAY_ERRORS.error('SETTINGS_CONFLICT', {
      variable,
      reason_zh: `应为 64 位十六进制数字，更换密钥时写作 2:<新>,1:<旧>（${error.message}）`,
      reason_en: `${error.message}; for a change of keys write 2:<new>,1:<old>`,
    });
  }
}

/**
 * Makes sure that the keys open what is in the database, before anything is answered with the wrong ones.
 * @throws AppError DATA_KEY_WRONG
 */
export async function checkDataKeys(db: Database, keys: DataKeys): Promise<void> {
  const rows = await db.query<{ secret: Buffer }>('SELECT secret FROM gateway.applications');
  try {
    for (const { secret } of rows) keys.decrypt(secret);
  } catch (error) {
    throw GATEWAY_ERRORS.error('DATA_KEY_WRONG', {}, error);
  }
}
