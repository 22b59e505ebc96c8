import { nestedDeeper } from '@yuzhu/contract';
import { copyOf, writeJson } from './json-text.ts';
import type { FuzzMessage } from './message.ts';
import { slotsOf } from './mutate.ts';

/**
 * Makes a message smaller as long as it still shows what it showed: headers and query go, then members of its body one
 * by one, or, when it is no JSON, pieces of its bytes.
 * @param shows Sends a candidate; whether the same fault appears. @param most Candidates tried at most.
 */
export async function shrink(
  message: FuzzMessage,
  shows: (candidate: FuzzMessage) => Promise<boolean>,
  most = 200,
): Promise<FuzzMessage> {
  let best = message;
  let left = most;
  const spent = (): boolean => left <= 0;
  const attempt = async (candidate: FuzzMessage): Promise<boolean> => {
    if (spent()) return false;
    left -= 1;
    if (!(await shows(candidate))) return false;
    best = candidate;
    return true;
  };
  if (best.framing === 'chunked') await attempt({ ...best, framing: 'length' });
  if (best.proof !== 'good') await attempt({ ...best, proof: 'good' });
  for (const header of message.headers)
    await attempt({ ...best, headers: best.headers.filter((one) => one !== header) });
  for (const pair of message.query.split('&')) {
    await attempt({
      ...best,
      query: best.query
        .split('&')
        .filter((one) => one !== pair)
        .join('&'),
    });
  }
  if (!(await shrinkJson(() => best, attempt, spent))) await shrinkBytes(() => best, attempt, spent);
  return best;
}

type Attempt = (candidate: FuzzMessage) => Promise<boolean>;

async function shrinkJson(best: () => FuzzMessage, attempt: Attempt, spent: () => boolean): Promise<boolean> {
  let tree: unknown;
  try {
    const text = best().body.toString('utf8');
    if (nestedDeeper(text, 60)) return false;
    tree = JSON.parse(text);
  } catch {
    return false;
  }
  // What JSON.parse loses (keys that come twice, long numbers) may be the very fault.
  if (!(await attempt({ ...best(), body: Buffer.from(writeJson(tree)) }))) return false;
  for (let changed = true; changed; ) {
    changed = false;
    for (const { path } of slotsOf(tree).reverse()) {
      if (spent()) break;
      const smaller = without(tree, path);
      if (smaller !== undefined && (await attempt({ ...best(), body: Buffer.from(writeJson(smaller)) }))) {
        tree = smaller;
        changed = true;
      }
    }
  }
  return true;
}

function without(tree: unknown, path: string): unknown {
  const copy = copyOf(tree);
  const slot = slotsOf(copy).find((one) => one.path === path);
  if (slot === undefined) return undefined;
  if (Array.isArray(slot.holder)) slot.holder.splice(Number(slot.key), 1);
  else delete slot.holder[slot.key];
  return copy;
}

async function shrinkBytes(best: () => FuzzMessage, attempt: Attempt, spent: () => boolean): Promise<void> {
  for (let size = Math.ceil(best().body.length / 2); size >= 1 && !spent(); size = Math.floor(size / 2)) {
    // Each turn copies the body, which may have megabytes.
    for (let at = 0; at < best().body.length && !spent(); ) {
      const { body } = best();
      const smaller = Buffer.concat([body.subarray(0, at), body.subarray(at + size)]);
      if (!(await attempt({ ...best(), body: smaller }))) at += size;
    }
  }
}
