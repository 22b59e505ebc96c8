import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a follower was told. */
export interface Told {
  readonly now: number;
  readonly rate: number;
}

/** One who follows the clock, as the test says. */
export interface FollowerDouble {
  readonly url: string;
  readonly told: readonly Told[];
  close(): Promise<void>;
}

/** Answers every PUT with what `settle` gives; `undefined` leaves it unanswered, a number is an HTTP status. */
export async function followerDouble(
  settle: (told: Told) => Promise<{ next_due: number | null } | number> | { next_due: number | null } | number,
): Promise<FollowerDouble> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    request.on('end', async () => {
      const one = JSON.parse(text) as Told;
      told.push(one);
      const answer = await settle(one);
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' });
      response.end(typeof answer === 'number' ? '' : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/clock`,
    told,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
