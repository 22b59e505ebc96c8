import { useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../shared/language-context.tsx';
import { Answer } from '../shared/states.tsx';
import { useGuests } from './api/guests.ts';
import { GUEST } from './texts.ts';
import { becomeGuest } from './who.ts';

/** Asks which of the made-up guests the visitor wants to be. */
export function WhoPage() {
  const texts = useTexts(GUEST);
  const queries = useQueryClient();
  const guests = useGuests();
  const choose = (userId: string) => {
    queries.removeQueries({ queryKey: ['guest'] });
    becomeGuest(userId);
  };
  return (
    <>
      <h1>{texts.whoTitle}</h1>
      <p className="soft">{texts.whoAbout}</p>
      <Answer of={guests}>
        {(list) => (
          <ul className="who">
            {list.map((guest) => (
              <li key={guest.user_id}>
                <button type="button" onClick={() => choose(guest.user_id)}>
                  <strong>{guest.nickname}</strong>
                  <span className="soft small">{guest.name}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </>
  );
}
