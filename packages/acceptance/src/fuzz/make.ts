import { logid, nestedDeeper, webhookBody } from '@yuzhu/contract';
import { chance } from './draw.ts';
import { attack } from './hostile.ts';
import { writeJson } from './json-text.ts';
import type { FuzzMessage, MessageKind } from './message.ts';
import { mutate } from './mutate.ts';
import type { Target } from './plans.ts';
import { validContent } from './valid.ts';
import type { Source } from './world.ts';

/** How often each kind is made. */
const SHARES: readonly [MessageKind, number][] = [
  ['valid', 0.3],
  ['nearly', 0.4],
  ['hostile', 0.3],
];

/** Makes a message for an interface; `parent` is one of the corpus to go on from. */
export function makeMessage(source: Source, target: Target, parent?: FuzzMessage): FuzzMessage {
  const kind = kindOf(source);
  if (parent !== undefined) return furtherFrom(source, target, parent, kind);
  const content = validContent(source, target.interface);
  if (kind === 'valid') return wrap(source, target, content, kind, []);
  // Half of the hostile ones carry structured mistakes as well.
  if (kind === 'nearly' || chance(source, 0.5)) {
    const mutated = mutate(source, content);
    const message = wrap(source, target, mutated.content, 'nearly', mutated.recipe);
    return kind === 'nearly' ? message : attack(source, message);
  }
  return attack(source, wrap(source, target, content, kind, []));
}

function kindOf(source: Source): MessageKind {
  let left = source.random.next();
  for (const [kind, share] of SHARES) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'valid';
}

/** A child of a message that reached something new: mutated again while its body is JSON, attacked otherwise. */
function furtherFrom(source: Source, target: Target, parent: FuzzMessage, kind: MessageKind): FuzzMessage {
  const content = kind === 'hostile' ? undefined : contentOf(target, parent);
  // A spoilt proof or broken HTTP would keep every child at the door.
  const recipe = parent.recipe.slice(-4).filter((step) => step !== 'method' && step !== 'path');
  const sound = { ...wrap(source, target, {}, kind, recipe), body: parent.body, query: parent.query };
  if (content === undefined) return attack(source, { ...sound, headers: parent.headers });
  const mutated = mutate(source, content);
  return wrap(source, target, mutated.content, 'nearly', mutated.recipe);
}

function contentOf({ interface: one }: Target, parent: FuzzMessage): unknown {
  try {
    if (one.kind === 'openapi' && one.method === 'GET') return Object.fromEntries(new URLSearchParams(parent.query));
    const text = parent.body.toString('utf8');
    // What nests deeper is no tree to work on, it is an attack on whoever walks through it.
    if (nestedDeeper(text, 60)) return undefined;
    const body: unknown = JSON.parse(text);
    if (one.kind !== 'webhook') return body;
    const { content } = body as { content?: unknown };
    return typeof content === 'string' && !nestedDeeper(content, 60) ? JSON.parse(content) : content;
  } catch {
    return undefined;
  }
}

/** Puts a content into the form its interface is sent in. */
function wrap(
  source: Source,
  { interface: one }: Target,
  content: unknown,
  kind: MessageKind,
  recipe: readonly string[],
): FuzzMessage {
  const base = {
    interface: one.name,
    kind,
    recipe,
    method: 'POST',
    query: '',
    headers: [],
    body: Buffer.alloc(0),
    proof: 'good',
    framing: chance(source, 0.03) ? 'chunked' : 'length',
  } as const;
  if (one.kind === 'webhook') return { ...base, path: '/webhooks', ...notice(source, one.event, content) };
  if (one.kind === 'openapi' && one.method === 'GET') {
    return { ...base, framing: 'length', method: 'GET', path: one.path, query: queryOf(content) };
  }
  return { ...base, path: one.path, body: Buffer.from(writeJson(content)) };
}

function queryOf(content: unknown): string {
  const entries = Object.entries((content ?? {}) as Record<string, unknown>);
  const text = (value: unknown) => (typeof value === 'string' ? value : writeJson(value));
  // A lone half of a surrogate pair has no percent code: it travels as the replacement character.
  return entries
    .map(
      ([key, value]) => `${encodeURIComponent(key.toWellFormed())}=${encodeURIComponent(text(value).toWellFormed())}`,
    )
    .join('&');
}

function notice(source: Source, event: string, content: unknown): Pick<FuzzMessage, 'body' | 'headers'> {
  const { random, world } = source;
  const id = logid(world.now, Buffer.from(random.hex(20), 'hex'));
  const envelope = JSON.parse(webhookBody(event, world.own.clientKey, {}, id)) as Record<string, unknown>;
  envelope.content = writeJson(content);
  const lot = random.int(20);
  // The address check is a notice of its own kind.
  if (lot === 0) {
    envelope.event = 'verify_webhook';
    envelope.content = random.pick<unknown>([
      { challenge: 12345 },
      '{"challenge":12345}',
      { challenge: 'x' },
      '',
      null,
    ]);
    envelope.client_key = '';
  }
  if (lot === 1) envelope.event = random.pick(['', 'unknown_event', 'x'.repeat(101), '__proto__']);
  if (chance(source, 0.1)) {
    const key = random.pick(Object.keys(envelope));
    envelope[key] = random.pick<unknown>([null, 1, {}, [], '', undefined]);
  }
  return {
    body: Buffer.from(writeJson(envelope)),
    headers: [['msg-id', random.pick(['', `fuzz-${random.hex(12)}`, 'fuzz-same'])]],
  };
}
