import { judge, type Verdict } from './answers.ts';
import { encode, type FuzzMessage, type Senders } from './message.ts';
import type { Target } from './plans.ts';
import { Wire, type WireAnswer } from './wire.ts';

/** A message with what came of it. */
export interface Sent {
  readonly message: FuzzMessage;
  readonly target: Target;
  readonly answer: WireAnswer;
  readonly verdict: Verdict;
}

/** How messages are sent. */
export interface SenderOptions {
  readonly gatewayUrl: string;
  /** Absent: only the partner's side is fuzzed. */
  readonly sandboxUrl?: string | undefined;
  readonly senders: Senders;
  /** Messages at once. */
  readonly inFlight: number;
  /** Real ms until an answer is too late; after twice that it counts as none. */
  readonly slowMs: number;
  readonly targets: readonly Target[];
}

/** Sends messages to the program that serves their interface. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #wires: ReadonlyMap<Target['target'], Wire>;
  readonly #targets: ReadonlyMap<string, Target>;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { gatewayUrl, sandboxUrl, inFlight, slowMs } = options;
    const open = (url: string) => new Wire({ url, connections: inFlight, timeoutMs: slowMs * 2 });
    const wires: [Target['target'], Wire][] = [['gateway', open(gatewayUrl)]];
    if (sandboxUrl !== undefined) wires.push(['sandbox', open(sandboxUrl)]);
    this.#wires = new Map(wires);
    this.#targets = new Map(options.targets.map((target) => [target.interface.name, target]));
  }

  /** One message. @throws RangeError for an interface that is not fuzzed here */
  async one(message: FuzzMessage): Promise<Sent> {
    const target = this.#targets.get(message.interface);
    const wire = target === undefined ? undefined : this.#wires.get(target.target);
    if (target === undefined || wire === undefined) throw new RangeError(`${message.interface} is not fuzzed here`);
    const encoded = encode(target.interface, message, this.#options.senders);
    const answer = await wire.send(encoded);
    return {
      message,
      target,
      answer,
      verdict: judge(target.interface, message, encoded, answer, this.#options.slowMs),
    };
  }

  /** Many at once; results in order. */
  async all(messages: readonly FuzzMessage[]): Promise<readonly Sent[]> {
    const results: Sent[] = new Array(messages.length);
    let next = 0;
    const worker = async () => {
      while (next < messages.length) {
        const at = next++;
        results[at] = await this.one(messages[at] as FuzzMessage);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#options.inFlight, messages.length) }, worker));
    return results;
  }

  close(): void {
    for (const wire of this.#wires.values()) wire.close();
  }
}

/** Tries halves, then their halves, until one message alone shows the fault; undefined when none does any more. */
export async function narrow(
  messages: readonly FuzzMessage[],
  shows: (part: readonly FuzzMessage[]) => Promise<boolean>,
): Promise<FuzzMessage | undefined> {
  let suspects = messages;
  while (suspects.length > 1) {
    const half = Math.ceil(suspects.length / 2);
    const first = suspects.slice(0, half);
    const rest = suspects.slice(half);
    if (await shows(first)) suspects = first;
    else if (await shows(rest)) suspects = rest;
    else return undefined;
  }
  return suspects[0];
}
