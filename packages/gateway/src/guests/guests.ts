import { decryptField } from '@yuzhu/contract';
import type { Attention } from '../attention.ts';
import type { DataKeys } from '../keys/data-keys.ts';
import { readPhone } from './phone.ts';

/** A person of an order. Members are absent when they were not told. */
export interface Person {
  readonly name?: string;
  /** E.164 when understood. */
  readonly phone?: string;
  /** As it came, when it could not be read: another key or the platform's online scheme may open it later. */
  readonly phone_raw?: string;
  readonly document?: string;
  readonly document_raw?: string;
  readonly document_type?: number;
}

/** The personal part of an order. Kept only sealed. */
export interface Guests {
  readonly contact?: Person;
  readonly occupants: readonly Person[];
  readonly remark?: string;
  /** Expected arrival, as the platform wrote it. */
  readonly arrival?: { readonly earliest?: string; readonly latest?: string };
}

/** A person as the platform sends it. */
interface WirePerson {
  readonly name?: string;
  readonly phone?: string;
  readonly license_id?: string;
  readonly license_type?: number;
}

/** The members of an order's message that guests are read from. */
export interface WireGuests {
  readonly contact_info?: WirePerson;
  readonly occupancies?: readonly WirePerson[];
  readonly remark_from_guest?: string;
  readonly early_arrival_time?: string;
  readonly last_arrival_time?: string;
}

/** What was read, and what a person should look at. */
export interface ReadGuests {
  readonly guests: Guests;
  readonly attention: ReadonlySet<Attention>;
}

/**
 * Reads guests: decrypts with the application's secret, normalises phones. Never fails, whatever comes: an odd phone must
 * not cost the hotel an order. Names may come plain or encrypted (observed).
 */
export function readGuests(secret: string, message: WireGuests): ReadGuests {
  const attention = new Set<Attention>();
  const opened = new Map<string, Opened>();
  const open = (raw: string): Opened => {
    // The same phone usually stands in the contact and in the first occupant.
    let result = opened.get(raw);
    if (result === undefined) {
      result = decrypt(secret, raw);
      opened.set(raw, result);
    }
    return result;
  };
  const contact = message.contact_info && readPerson(message.contact_info, open, attention);
  const occupants = (message.occupancies ?? []).map((person) => readPerson(person, open, attention));
  const phones = [contact, ...occupants].some(
    (person) => person?.phone !== undefined || person?.phone_raw !== undefined,
  );
  if (!phones) attention.add('phone_missing');
  const earliest = given(message.early_arrival_time);
  const latest = given(message.last_arrival_time);
  const remark = given(message.remark_from_guest);
  return {
    guests: {
      ...(contact === undefined ? {} : { contact }),
      occupants,
      ...(remark === undefined ? {} : { remark }),
      ...(earliest === undefined && latest === undefined
        ? {}
        : {
            arrival: { ...(earliest === undefined ? {} : { earliest }), ...(latest === undefined ? {} : { latest }) },
          }),
    },
    attention,
  };
}

/** Seals guests for the database. */
export function sealGuests(keys: DataKeys, guests: Guests): Buffer {
  return keys.encrypt(JSON.stringify(guests));
}

/** Opens sealed guests. Every reading of personal data by a person must be recorded by the caller. */
export function openGuests(keys: DataKeys, sealed: Uint8Array): Guests {
  return JSON.parse(keys.decryptText(sealed)) as Guests;
}

type Opened = { readonly text: string } | { readonly failed: 'online' | 'unreadable' };

function decrypt(secret: string, raw: string): Opened {
  const field = decryptField(secret, raw);
  return field.state === 'plain' ? { text: field.text } : { failed: field.state };
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function readPerson(person: WirePerson, open: (raw: string) => Opened, attention: Set<Attention>): Person {
  const phone = given(person.phone);
  const document = given(person.license_id);
  const name = given(person.name);
  return {
    ...(name === undefined ? {} : { name: readName(name, open, attention) }),
    ...(phone === undefined ? {} : readPersonPhone(phone, open, attention)),
    ...(document === undefined ? {} : readDocument(document, open, attention)),
    ...(person.license_type === undefined ? {} : { document_type: person.license_type }),
  };
}

function readPersonPhone(raw: string, open: (raw: string) => Opened, attention: Set<Attention>): Partial<Person> {
  const opened = open(raw);
  // A phone that is not ciphertext at all may be plain.
  const text = 'text' in opened ? opened.text : PLAIN_PHONE.test(raw) ? raw : undefined;
  if (text === undefined) {
    attention.add('failed' in opened && opened.failed === 'online' ? 'phone_online' : 'phone_unreadable');
    return { phone_raw: raw };
  }
  const { phone, understood } = readPhone(text);
  if (!understood) attention.add('phone_odd');
  return { phone };
}

const PLAIN_PHONE = /^\+?[\d\s-]{5,20}$|^\s*[{["]/;
/** Ciphertext of a name: whole AES blocks in Base64, at least one. A real name hardly looks like this. */
const CIPHERTEXT = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function readName(raw: string, open: (raw: string) => Opened, attention: Set<Attention>): string {
  const encrypted = raw.startsWith('Enc.') || (raw.length >= 24 && CIPHERTEXT.test(raw));
  if (!encrypted) return raw;
  const opened = open(raw);
  if ('text' in opened) return opened.text;
  attention.add('name_unreadable');
  return raw;
}

function readDocument(raw: string, open: (raw: string) => Opened, attention: Set<Attention>): Partial<Person> {
  const opened = open(raw);
  if ('text' in opened) return { document: opened.text };
  if (/^[0-9A-Za-z]{6,20}$/.test(raw)) return { document: raw };
  attention.add('document_unreadable');
  return { document_raw: raw };
}
