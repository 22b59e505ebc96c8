import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

const KEY_LENGTH = 32;
/** Marks the newer scheme, which only the platform's online interface can decrypt (observed). */
export const ENC_PREFIX = 'Enc.';

/**
 * Brings an application secret to exactly 32 characters: too short, `#` on the left, then on the right, in turn; too
 * long, one cut on the left, then on the right, in turn (documented).
 */
export function fitSecret(secret: string): string {
  let fitted = secret;
  let left = true;
  while (fitted.length < KEY_LENGTH) {
    fitted = left ? `#${fitted}` : `${fitted}#`;
    left = !left;
  }
  while (fitted.length > KEY_LENGTH) {
    fitted = left ? fitted.slice(1) : fitted.slice(0, -1);
    left = !left;
  }
  return fitted;
}

interface FieldKey {
  readonly key: KeyObject;
  readonly iv: Buffer;
}

/** Keys made from secrets: making one costs more than the field. A program knows few applications. */
const fieldKeys = new Map<string, FieldKey>();
const KEPT_KEYS = 100;

function fieldKey(secret: string): FieldKey {
  const known = fieldKeys.get(secret);
  if (known !== undefined) return known;
  const fitted = fitSecret(secret);
  // The characters themselves are the key (not hex-decoded); the IV is the right-hand half (documented).
  const bytes = Buffer.from(fitted, 'utf8');
  if (bytes.length !== KEY_LENGTH) throw new Error('an application secret must consist of ASCII characters');
  const made = { key: createSecretKey(bytes), iv: bytes.subarray(KEY_LENGTH / 2) };
  if (fieldKeys.size >= KEPT_KEYS) fieldKeys.clear();
  fieldKeys.set(secret, made);
  return made;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Encrypts a field: AES-256-CBC, PKCS#7, standard Base64. The same text always gives the same ciphertext. */
export function encryptField(secret: string, plain: string): string {
  const { key, iv } = fieldKey(secret);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** What became of an encrypted field. */
export type DecryptedField =
  | { readonly state: 'plain'; readonly text: string }
  /** Newer scheme: needs the platform's online decryption. */
  | { readonly state: 'online'; readonly raw: string }
  /** Not this scheme, not this secret, or damaged. */
  | { readonly state: 'unreadable'; readonly raw: string };

const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/;

/** Decrypts a field. Never throws for odd input: a phone that can not be read must not cost an order. */
export function decryptField(secret: string, raw: string): DecryptedField {
  if (raw.startsWith(ENC_PREFIX)) return { state: 'online', raw };
  const bytes = BASE64.test(raw) ? Buffer.from(raw, 'base64') : Buffer.alloc(0);
  if (bytes.length === 0 || bytes.length % 16 !== 0) return { state: 'unreadable', raw };
  try {
    const { key, iv } = fieldKey(secret);
    const decipher = createDecipheriv('aes-256-cbc', key, iv);
    const plain = Buffer.concat([decipher.update(bytes), decipher.final()]);
    return { state: 'plain', text: utf8.decode(plain) };
  } catch {
    return { state: 'unreadable', raw };
  }
}
