import { saveApplication } from '../accounts/provision.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS } from '../errors.ts';

/**
 * Puts the application of the settings into the database; does nothing when it stands there already.
 * @throws AppError SETTINGS_CONFLICT when only one of key and secret is set
 */
export async function registerApplication({
  db,
  keys,
  clock,
  settings,
}: Pick<GatewayContext, 'db' | 'keys' | 'clock' | 'settings'>): Promise<void> {
  const { clientKey, clientSecret } = settings;
  if (clientKey === undefined && clientSecret === undefined) return;
  if (clientKey === undefined || clientSecret === undefined) {
    const missing = clientKey === undefined ? 'YUZHU_CLIENT_KEY' : 'YUZHU_CLIENT_SECRET';
    throw GATEWAY_ERRORS.error('SETTINGS_CONFLICT', {
      variable: missing,
      reason_zh: '须与另一个（YUZHU_CLIENT_KEY / YUZHU_CLIENT_SECRET）同时设置',
      reason_en: 'YUZHU_CLIENT_KEY and YUZHU_CLIENT_SECRET must be set together',
    });
  }
  const row = await db.first<{ secret: Buffer }>('SELECT secret FROM gateway.applications WHERE client_key = $1', [
    clientKey,
  ]);
  if (row !== undefined && keys.decryptText(row.secret) === clientSecret) return;
  await saveApplication(db, keys, { clientKey, secret: clientSecret }, clock.now());
}
