import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const PAUSE_MS = 500;

/**
 * Calls `listener` for every NOTIFY on a channel, over a connection of its own that is made again when it breaks.
 * @returns the way to stop.
 */
export async function listen(
  makeClient: () => pg.Client,
  channel: string,
  listener: (payload: string) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  const connect = async () => {
    const next = makeClient();
    next.on('notification', ({ payload }) => listener(payload ?? ''));
    next.on('error', (error) => {
      onError(error);
      void reconnect();
    });
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client = next;
  };
  const reconnect = async () => {
    client = undefined;
    while (!stopped && client === undefined) {
      await delay(PAUSE_MS, undefined, { ref: false });
      if (stopped) return;
      await connect().catch(onError);
    }
    // Whatever was told in between is unknown: one call without payload makes the listener look for itself.
    if (!stopped) listener('');
    else await endQuietly(client);
  };
  await connect();
  return async () => {
    stopped = true;
    await endQuietly(client);
  };
}

async function endQuietly(client: pg.Client | undefined): Promise<void> {
  await client?.end().catch(() => undefined);
}
