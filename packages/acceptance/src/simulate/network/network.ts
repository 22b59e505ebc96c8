import { Dispatcher, errors } from 'undici';
import type { Machine, Owner, Scheduled } from '../machine/machine.ts';

/** An HTTP request on its way. */
export interface Message {
  readonly from: Owner;
  /** Name of the program it goes to. */
  readonly to: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** An HTTP answer on its way. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Buffer;
}

/** A program that takes requests. */
export interface Door {
  readonly owner: Owner;
  serve(message: Message): Promise<Reply>;
}

/** What is to happen to an exchange. */
export type NetworkFate =
  | 'deliver'
  | 'lose-request'
  | 'lose-answer'
  | 'delay-request'
  | 'delay-answer'
  | 'duplicate'
  | 'reset';

interface Exchange {
  readonly message: Message;
  /** Number in the order of sending. */
  readonly order: number;
  readonly settle: (outcome: Reply | Error) => void;
  open: boolean;
  server: Owner | undefined;
}

/** The network between actors, sandbox and gateway: it holds every message until the scheduler lets it through. */
export class Network {
  readonly #machine: Machine;
  readonly #doors = new Map<string, Door>();
  readonly #programs: ReadonlyMap<string, string>;
  readonly #exchanges = new Set<Exchange>();
  /** Decides about each exchange. */
  fate: (message: Message) => NetworkFate = () => 'deliver';
  /** Sees every answer when it leaves its program. */
  onReply: (message: Message, reply: Reply) => Promise<void> = async () => undefined;
  /** How bugs are planted: a sender or answerer that says something else. */
  tamperRequest: (message: Message) => Message = (message) => message;
  tamperReply: (message: Message, reply: Reply) => Reply = (_, reply) => reply;
  /** Hear of every arrival of a request, also of a repeated or late one; `order` numbers requests as they were sent. */
  readonly onDelivered: ((message: Message, order: number) => void)[] = [];
  #sent = 0;

  /** @param programs Which program is at which address. */
  constructor(machine: Machine, programs: ReadonlyMap<string, string>) {
    this.#machine = machine;
    this.#programs = programs;
  }

  programAt(address: string): string {
    return this.#programs.get(address) ?? address;
  }

  open(program: string, door: Door): void {
    this.#doors.set(program, door);
  }

  /** A program is gone: callers that wait for its answers learn it from their broken connections. */
  close(program: string): void {
    const door = this.#doors.get(program);
    this.#doors.delete(program);
    for (const exchange of this.#exchanges) {
      if (exchange.server === undefined || exchange.server !== door?.owner || !exchange.open) continue;
      const { from } = exchange.message;
      const broken = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
      this.#machine.schedule(from, this.#machine.latency(0.1, 5), 'answer', 'reset', () => this.#end(exchange, broken));
    }
  }

  /** Sends a request; `settle` hears the answer or the error, once. Returns the way to stop listening. */
  send(given: Message, settle: (outcome: Reply | Error) => void): Scheduled {
    const machine = this.#machine;
    const message = this.tamperRequest(given);
    const exchange: Exchange = { message, order: this.#sent++, settle, open: true, server: undefined };
    this.#exchanges.add(exchange);
    machine.openExchanges += 1;
    const fate = this.fate(message);
    const label = `${message.to} ${message.method} ${message.path.split('?')[0]}`;
    const late = fate === 'delay-request' ? machine.latency(2000, 30_000) : 0;
    if (fate !== 'lose-request') this.#deliver(exchange, label, fate, machine.latency(0.3, 8) + late);
    if (fate === 'duplicate')
      this.#deliver(
        { ...exchange, open: false },
        `${label} again`,
        fate,
        machine.random.int(2) === 0 ? machine.latency(0.3, 30) : machine.latency(0.5, 5000),
      );
    return { cancel: () => this.#forget(exchange) };
  }

  #deliver(exchange: Exchange, label: string, fate: NetworkFate, delay: number): void {
    const machine = this.#machine;
    const { message } = exchange;
    const { from, to } = message;
    // Owned by nobody in particular: the bytes are under way even when their sender dies.
    machine.schedule(WIRE, delay, 'request', label, () => {
      const door = this.#doors.get(to);
      if (door === undefined) {
        const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        machine.schedule(from, 0.1, 'answer', 'refused', () => this.#end(exchange, refused));
        return;
      }
      machine.current = door.owner;
      exchange.server = door.owner;
      for (const hear of this.onDelivered) hear(message, exchange.order);
      if (fate === 'reset') {
        const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        machine.schedule(from, machine.latency(0.1, 20), 'answer', 'reset', () => this.#end(exchange, reset));
      }
      void door.serve(message).then((reply) => {
        if (door.owner.alive) machine.hold(() => this.#leave(exchange, fate, reply));
      });
    });
  }

  /** An answer leaves its program. */
  async #leave(exchange: Exchange, fate: NetworkFate, given: Reply): Promise<void> {
    const machine = this.#machine;
    const { message } = exchange;
    const reply = this.tamperReply(message, given);
    await this.onReply(message, reply);
    if (!exchange.open || fate === 'lose-answer' || fate === 'reset') return;
    const late = fate === 'delay-answer' ? machine.latency(2000, 30_000) : 0;
    machine.schedule(message.from, machine.latency(0.2, 6) + late, 'answer', `${message.to} ${reply.status}`, () =>
      this.#end(exchange, reply),
    );
  }

  #end(exchange: Exchange, outcome: Reply | Error): void {
    if (!exchange.open) return;
    this.#forget(exchange);
    exchange.settle(outcome);
  }

  #forget(exchange: Exchange): void {
    if (!exchange.open) return;
    exchange.open = false;
    this.#exchanges.delete(exchange);
    this.#machine.openExchanges -= 1;
  }

  /** Forgets the exchanges a dead program had begun. */
  forgetFrom(owner: Owner): void {
    for (const exchange of this.#exchanges) if (exchange.message.from === owner) this.#forget(exchange);
  }

  /** Carries the requests of one owner, in place of connections over sockets. */
  dispatcher(from: Owner): Dispatcher {
    return new NetworkDispatcher(this.#machine, this, from);
  }
}

const WIRE: Owner = { name: 'wire', alive: true };

class NetworkDispatcher extends Dispatcher {
  readonly #machine: Machine;
  readonly #network: Network;
  readonly #from: Owner;

  constructor(machine: Machine, network: Network, from: Owner) {
    super();
    this.#machine = machine;
    this.#network = network;
    this.#from = from;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const machine = this.#machine;
    const controller = new Controller((reason) => {
      sent.cancel();
      timeout?.cancel();
      handler.onResponseError?.(controller, reason);
    });
    const origin = String(options.origin);
    const message: Message = {
      from: this.#from,
      to: this.#network.programAt(origin),
      method: options.method,
      path: options.path,
      headers: flatHeaders(options.headers),
      body: bodyOf(options.body),
    };
    handler.onRequestStart?.(controller, {});
    const sent = this.#network.send(message, (outcome) => {
      timeout?.cancel();
      if (outcome instanceof Error) {
        handler.onResponseError?.(controller, outcome);
        return;
      }
      handler.onResponseStart?.(controller, outcome.status, outcome.headers as never, '');
      handler.onResponseData?.(controller, outcome.body);
      handler.onResponseEnd?.(controller, {});
    });
    const { headersTimeout } = options;
    const timeout =
      headersTimeout == null || headersTimeout === 0
        ? undefined
        : machine.schedule(this.#from, headersTimeout, 'timer', 'answer overdue', () => {
            sent.cancel();
            handler.onResponseError?.(controller, new errors.HeadersTimeoutError());
          });
    return true;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }
}

/** What undici's readers steer an exchange with. */
class Controller implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly #onAbort: (reason: Error) => void;

  constructor(onAbort: (reason: Error) => void) {
    this.#onAbort = onAbort;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.#onAbort(reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }
}

function flatHeaders(headers: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
}

function bodyOf(body: unknown): Buffer | undefined {
  if (body == null) return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError(`the simulated network can not carry a body of ${typeof body}`);
}
