import { openApis, spis, webhooks } from '@yuzhu/contract';
import type { Message, Reply } from '../network/network.ts';
import type { World } from '../world/world.ts';

/** Paths of the contract: which interface a message is. */
const BY_PATH = new Map<string, string>([
  ...spis.map(({ path, name }): [string, string] => [path, name]),
  ...openApis.map(({ path, name }): [string, string] => [path, name]),
]);

/** Name of the contract's interface a message speaks, or undefined. */
function interfaceOf(message: Message): string | undefined {
  const path = message.path.split('?')[0] ?? '';
  const found = BY_PATH.get(path) ?? BY_PATH.get(`${path}/`) ?? BY_PATH.get(path.replace(/\/$/, ''));
  return found ?? (path === '/webhooks' ? webhookOf(message) : undefined);
}

/** All notices come to one address; their `event` tells which one it is. */
function webhookOf(message: Message): string | undefined {
  const event = (parsed(message.body) as { event?: unknown } | undefined)?.event;
  return webhooks.find((one) => one.event === event)?.name;
}

const COMMITTED: Readonly<Record<string, string>> = {
  booking: 'SELECT code, order_out_id AS number FROM gateway.bookings WHERE order_id = $1',
  'voucher-order': 'SELECT 0 AS code, order_out_id AS number FROM gateway.voucher_orders WHERE order_id = $1',
};

/** Looks at the answers as they leave the gateway: a yes must be committed, and the same id must get the same answer. */
export class AnswerJudge {
  readonly #world: World;
  readonly #said = new Map<string, string>();
  readonly seen = new Map<string, number>();
  checks = 0;
  onBroken: (what: string, found: string) => void = () => undefined;

  constructor(world: World) {
    this.#world = world;
    world.network.onDelivered.push((message) => {
      const name = interfaceOf(message);
      if (name !== undefined) this.seen.set(name, (this.seen.get(name) ?? 0) + 1);
    });
  }

  async examine(message: Message, reply: Reply): Promise<void> {
    if (message.to !== 'gateway' || reply.status !== 200) return;
    const name = interfaceOf(message);
    const committed = name === undefined ? undefined : COMMITTED[name];
    if (committed === undefined) return;
    const data = dataOf(reply);
    const code = Number(data?.error_code);
    if (data === undefined || code === 100) return;
    const id = String(orderIdOf(message));
    const number = String(data.order_out_id ?? '');
    this.checks += 1;
    const { rows } = await (await this.#world.server.monitor()).query({
      name: `judge_${name}`,
      text: committed,
      values: [id],
    });
    const row = rows[0] as { code: number; number: string } | undefined;
    if (code === 0 && (row === undefined || row.code !== 0 || row.number !== number)) {
      this.onBroken('a yes is committed', `${id} was answered 0 ${number}, the table has ${row?.code} ${row?.number}`);
    }
    // A refusal that was never written may become a yes later: only what stands in the table binds.
    if (row === undefined) return;
    const said = `${code} ${number}`;
    const before = this.#said.get(`${name} ${id}`);
    this.checks += 1;
    if (before !== undefined && before !== said) {
      this.onBroken('same id, same answer', `${id}: first ${before}, then ${said}`);
    }
    this.#said.set(`${name} ${id}`, said);
  }
}

function dataOf(reply: Reply): Record<string, unknown> | undefined {
  return (parsed(reply.body) as { data?: Record<string, unknown> } | undefined)?.data;
}

function orderIdOf(message: Message): unknown {
  return (parsed(message.body) as { order_id?: unknown } | undefined)?.order_id;
}

function parsed(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
