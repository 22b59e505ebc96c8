import { Button } from 'antd';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { type Guests, type Person, useReadGuests } from '../api/bookings.ts';
import { BOOKINGS } from './texts.ts';

/** Who comes. Personal data are fetched on demand only, because every reading is recorded. */
export function GuestSheet({ orderId }: { readonly orderId: string }) {
  const texts = useTexts(BOOKINGS);
  const read = useReadGuests();
  return (
    <section className="sheet stack">
      <h2>{texts.guestsTitle}</h2>
      {read.error === null ? null : <ProblemNote error={read.error} />}
      {read.data === undefined ? <p className="soft">{texts.guestsAbout}</p> : <GuestFacts guests={read.data} />}
      <div>
        {read.data === undefined ? (
          <Button loading={read.isPending} onClick={() => read.mutate(orderId)}>
            {texts.guestsShow}
          </Button>
        ) : (
          <Button onClick={() => read.reset()}>{texts.guestsHide}</Button>
        )}
      </div>
    </section>
  );
}

function GuestFacts({ guests }: { readonly guests: Guests }) {
  const texts = useTexts(BOOKINGS);
  const arrival = [guests.arrival_earliest, guests.arrival_latest].filter((one) => one !== null).join(' – ');
  return (
    <dl className="facts">
      {guests.contact === null ? null : <PersonFact title={texts.contact} person={guests.contact} />}
      {guests.occupants.map((person, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change once it was read
        <PersonFact key={index} title={`${texts.occupant} ${index + 1}`} person={person} />
      ))}
      {arrival === '' ? null : (
        <div>
          <dt>{texts.arrivalTime}</dt>
          <dd>{arrival}</dd>
        </div>
      )}
      {guests.remark === null ? null : (
        <div>
          <dt>{texts.remark}</dt>
          <dd>{guests.remark}</dd>
        </div>
      )}
    </dl>
  );
}

function PersonFact({ title, person }: { readonly title: string; readonly person: Person }) {
  const texts = useTexts(BOOKINGS);
  const read = (value: string | null, raw: string | null) =>
    value ?? (raw === null ? null : fill(texts.unreadable, { raw }));
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {person.name ?? texts.missing}
        <span className="block number">{read(person.phone, person.phone_raw) ?? texts.missing}</span>
        <span className="block number">{read(person.document, person.document_raw)}</span>
      </dd>
    </div>
  );
}
