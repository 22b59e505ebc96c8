import { encryptField } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';

/** A person as the platform knows them; an absent phone is left out of calls (observed in live traffic). */
export interface Person {
  readonly name: string;
  readonly phone?: string | undefined;
}

const SECRET = statement('sandbox.spi.secret', 'SELECT client_secret FROM sandbox.applications WHERE client_key = $1');

/** Puts people into wire form for one application: the phone encrypted with its secret, the name plain (observed). */
export async function wirePeople(
  session: Session,
  clientKey: string,
  people: readonly Person[],
): Promise<{ name: string; phone?: string }[]> {
  const { client_secret: secret } = await session.one<{ client_secret: string }>(SECRET, [clientKey]);
  return people.map(({ name, phone }) => ({
    name,
    ...(phone === undefined ? {} : { phone: encryptField(secret, phone) }),
  }));
}
