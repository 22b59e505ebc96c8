import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A phone number as text to call. */
export interface Phone {
  /** E.164 (`+8613800138000`) when the number is understood, else the text as it came. */
  readonly phone: string;
  readonly understood: boolean;
}

const MAINLAND_MOBILE = /^(?:\+?86)?(1[3-9]\d{9})$/;
const PLACES = ['phone', 'mobile', 'phone_number', 'phoneNumber', 'tel', 'number'];

/**
 * Reads a decrypted phone: bare digits, `+86…`, or a JSON text or object around it (observed). Numbers without a country
 * are taken as mainland ones.
 */
export function readPhone(text: string): Phone {
  const bare = unwrap(text.trim());
  const mobile = MAINLAND_MOBILE.exec(bare.replaceAll(/[\s-]/g, ''));
  if (mobile?.[1] !== undefined) return { phone: `+86${mobile[1]}`, understood: true };
  const parsed = parsePhoneNumberFromString(bare, 'CN');
  return parsed?.isPossible() ? { phone: parsed.number, understood: true } : { phone: bare, understood: false };
}

/** Takes a number out of JSON; any other text stays as it is. */
function unwrap(text: string): string {
  if (!/^["{[]/.test(text)) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (Array.isArray(value)) value = value[0];
  if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    value = PLACES.map((place) => (Object.hasOwn(members, place) ? members[place] : undefined)).find(
      (found) => found !== undefined,
    );
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : text;
}
