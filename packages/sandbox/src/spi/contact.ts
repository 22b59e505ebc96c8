import { encryptField } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';

/** A person as the platform knows them; an absent phone is left out of calls (observed in live traffic). */
export interface Person {
  readonly name: string;
  readonly phone?: string | undefined;
  /** Number of the identity document, where the voucher asks for it. */
  readonly idNumber?: string | undefined;
}

/** A person on the wire. */
interface WirePerson {
  readonly name: string;
  readonly phone?: string;
  readonly license_id?: string;
  readonly license_type?: number;
}

const SECRET = statement('sandbox.spi.secret', 'SELECT client_secret FROM sandbox.applications WHERE client_key = $1');

/** Kind of document beside its number: 1 = resident identity card (inferred). */
const IDENTITY_CARD = 1;

/** Puts people into wire form for one application: phone and document encrypted with its secret, the name plain (observed). */
export async function wirePeople(
  session: Session,
  clientKey: string,
  people: readonly Person[],
): Promise<WirePerson[]> {
  const { client_secret: secret } = await session.one<{ client_secret: string }>(SECRET, [clientKey]);
  return people.map(({ name, phone, idNumber }) => ({
    name,
    ...(phone === undefined ? {} : { phone: encryptField(secret, phone) }),
    ...(idNumber === undefined ? {} : { license_id: encryptField(secret, idNumber), license_type: IDENTITY_CARD }),
  }));
}
