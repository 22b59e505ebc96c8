import { type Spi, spis } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { SANDBOX_ERRORS } from '../errors.ts';

/** Where a scene is called and with which secret it is signed. */
export interface SceneAddress {
  readonly url: string;
  readonly secret: string;
}

const FIND = statement(
  'sandbox.spi.address',
  `SELECT a.client_secret AS secret, s.url FROM sandbox.applications a
   LEFT JOIN sandbox.spi_addresses s ON s.client_key = a.client_key AND s.interface = $2
   WHERE a.client_key = $1`,
);

/** The address of a scene: the application's own, else the partner's base address with the contract's path. */
export async function sceneAddress(
  session: Session,
  clientKey: string,
  one: Spi,
  partnerUrl: string,
): Promise<SceneAddress | undefined> {
  const row = await session.first<{ secret: string; url: string | null }>(FIND, [clientKey, one.name]);
  return row === undefined ? undefined : { secret: row.secret, url: row.url ?? `${partnerUrl}${one.path}` };
}

/** All scenes of an application with their addresses. */
export async function listAddresses(
  session: Session,
  clientKey: string,
  partnerUrl: string,
): Promise<{ interface: string; url: string; own: boolean }[]> {
  const rows = await session.query<{ interface: string; url: string }>(
    'SELECT interface, url FROM sandbox.spi_addresses WHERE client_key = $1',
    [clientKey],
  );
  const own = new Map(rows.map((row) => [row.interface, row.url]));
  return spis.map((one) => ({
    interface: one.name,
    url: own.get(one.name) ?? `${partnerUrl}${one.path}`,
    own: own.has(one.name),
  }));
}

/**
 * Sets the address of one scene, or with `null` goes back to the default.
 * @throws AppError INTERFACE_UNKNOWN, ADDRESS_INVALID
 */
export async function setAddress(session: Session, clientKey: string, name: string, url: string | null): Promise<void> {
  if (!spis.some((one) => one.name === name)) throw SANDBOX_ERRORS.error('INTERFACE_UNKNOWN', { value: name });
  if (url === null) {
    await session.execute('DELETE FROM sandbox.spi_addresses WHERE client_key = $1 AND interface = $2', [
      clientKey,
      name,
    ]);
    return;
  }
  await session.execute(
    `INSERT INTO sandbox.spi_addresses (client_key, interface, url) VALUES ($1, $2, $3)
     ON CONFLICT (client_key, interface) DO UPDATE SET url = $3`,
    [clientKey, name, usableAddress(url)],
  );
}

/**
 * Only https addresses may be registered (documented); the sandbox allows http on loopback, so that a partner can be
 * tried on one machine.
 * @throws AppError ADDRESS_INVALID
 */
export function usableAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const loopback = parsed !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  if (
    parsed === undefined ||
    parsed.username !== '' ||
    !(parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopback))
  ) {
    throw SANDBOX_ERRORS.error('ADDRESS_INVALID', { path: 'url', value: url.slice(0, 200) });
  }
  return url;
}
