import { createHash } from 'node:crypto';
import type { Random } from '@yuzhu/runtime';

/** A key of the hotel API, as it is shown once and never again. */
export interface NewApiKey {
  /** Names the key in lists and logs; no secret. */
  readonly keyId: string;
  /** What the hotel's system sends: `yzk_<key id>_<40 hexadecimal digits>`. */
  readonly key: string;
  /** What is kept. */
  readonly hash: Buffer;
}

/** Makes a key with 160 bits of chance. */
export function makeApiKey(random: Random): NewApiKey {
  const keyId = random.hex(8);
  const key = `yzk_${keyId}_${random.hex(40)}`;
  return { keyId, key, hash: hashApiKey(key) };
}

/** SHA-256: a key is long and random, so a slow hash would only cost the callers. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
