import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto';

/**
 * Encryption at rest of application secrets, tokens, guest data and raw bodies: AES-256-GCM under the data key.
 * A sealed value is `key id (1 byte) | nonce (12) | tag (16) | ciphertext`, so that a new key can be put in front while
 * values under older ones stay readable.
 */
export interface DataKeys {
  /** Seals text or bytes under the first key, with a fresh random nonce. */
  encrypt(plain: string | Uint8Array): Buffer;
  /** @throws Error when the value was sealed with a key that is not at hand, or was damaged. */
  decrypt(sealed: Uint8Array): Buffer;
  /** The same as text. */
  decryptText(sealed: Uint8Array): string;
}

const NONCE = 12;
const TAG = 16;
const HEAD = 1 + NONCE + TAG;
const ENTRY = /^(?:(\d{1,3}):)?([0-9a-f]{64})$/i;

/**
 * Reads the setting: `<64 hex digits>`, or for a change of keys `2:<hex>,1:<hex>`; the first seals, all open. A key
 * without a number has number 1.
 * @throws RangeError telling what is wrong, never the key itself.
 */
export function parseDataKeys(setting: string): DataKeys {
  const parsed = setting.split(',').map((entry, at) => {
    const match = ENTRY.exec(entry.trim());
    const id = Number(match?.[1] ?? 1);
    if (match?.[2] === undefined || id > 255) {
      throw new RangeError(`data key ${at + 1} must be 64 hexadecimal digits, with an optional number 0..255 in front`);
    }
    // A key object, not its bytes: turning bytes into a key costs four times the encryption (19 us against 5).
    return [id, createSecretKey(Buffer.from(match[2], 'hex'))] as const;
  });
  const [first] = parsed;
  if (first === undefined) throw new RangeError('there is no data key');
  if (new Set(parsed.map(([id]) => id)).size !== parsed.length) throw new RangeError('two data keys have one number');
  return dataKeys(new Map(parsed), first[0]);
}

function dataKeys(keys: ReadonlyMap<number, KeyObject>, sealId: number): DataKeys {
  const sealKey = keys.get(sealId) as KeyObject;
  const nextNonce = nonces();
  const decrypt = (sealed: Uint8Array): Buffer => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const key = keys.get(bytes[0] ?? -1);
    if (bytes.length < HEAD || key === undefined) {
      throw new Error(`sealed with data key ${bytes[0] ?? '(none)'}, which is not at hand`);
    }
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE));
    decipher.setAuthTag(bytes.subarray(1 + NONCE, HEAD));
    const plain = decipher.update(bytes.subarray(HEAD));
    // Final checks the tag; GCM has no padding, so it adds no bytes.
    decipher.final();
    return plain;
  };
  return {
    encrypt: (plain) => {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
      cipher.final();
      const sealed = Buffer.allocUnsafe(HEAD + body.length);
      sealed[0] = sealId;
      nonce.copy(sealed, 1);
      cipher.getAuthTag().copy(sealed, 1 + NONCE);
      body.copy(sealed, HEAD);
      return sealed;
    },
    decrypt,
    decryptText: (sealed) => decrypt(sealed).toString('utf8'),
  };
}

/** Random nonces, drawn from the system in blocks: one draw per value would cost more than the encryption. */
function nonces(): () => Buffer {
  const block = Buffer.allocUnsafe(NONCE * 256);
  let at = block.length;
  return () => {
    if (at === block.length) {
      randomFillSync(block);
      at = 0;
    }
    at += NONCE;
    return block.subarray(at - NONCE, at);
  };
}
