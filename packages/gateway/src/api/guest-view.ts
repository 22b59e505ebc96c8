import Type, { type Static } from 'typebox';
import type { Guests, Person } from '../guests/guests.ts';
import { list, nullable, output } from './fields.ts';

const person = output('Person', {
  name: nullable(Type.String()),
  phone: nullable(Type.String({ description: 'E.164 when it was understood' })),
  phone_raw: nullable(Type.String({ description: 'as it came, when it could not be read' })),
  document: nullable(Type.String({ description: 'number of the identity document' })),
  document_raw: nullable(Type.String({ description: 'as it came, when it could not be read' })),
  document_type: nullable(Type.Integer()),
});

/** Guests in answers. */
export const guestsView = output('Guests', {
  contact: nullable(person),
  occupants: list(person, 'who stays'),
  remark: nullable(Type.String({ description: 'the guest’s wish' })),
  arrival_earliest: nullable(Type.String()),
  arrival_latest: nullable(Type.String()),
});

/** Guests to answer. */
export function toGuests({ contact, occupants, remark, arrival }: Guests): Static<typeof guestsView> {
  return {
    contact: contact === undefined ? null : toPerson(contact),
    occupants: occupants.map(toPerson),
    remark: remark ?? null,
    arrival_earliest: arrival?.earliest ?? null,
    arrival_latest: arrival?.latest ?? null,
  };
}

function toPerson(one: Person): Static<typeof person> {
  const {
    name = null,
    phone = null,
    phone_raw = null,
    document = null,
    document_raw = null,
    document_type = null,
  } = one;
  return { name, phone, phone_raw, document, document_raw, document_type };
}
