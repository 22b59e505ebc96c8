import { Link } from '@tanstack/react-router';
import { PageHead } from '../../shared/frame.tsx';
import { useTexts } from '../../shared/language-context.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Todo, useTodo } from '../api/pushes.ts';
import { useMessages } from '../api/traffic.ts';
import { BrokenMatches } from './broken-matches.tsx';
import { MessageList } from './message-list.tsx';
import { FailedPublications, RefusedNights, RestingPushes } from './pushes.tsx';
import { Section } from './section.tsx';
import { TODO } from './texts.ts';
import { UnpulledNotices } from './unpulled.tsx';

/** Everything that waits for a person, with the reason and the next step. */
export function TodoPage() {
  const texts = useTexts(TODO);
  const todo = useTodo();
  const failed = useMessages('failed');
  const waiting = useMessages('waiting');
  return (
    <>
      <PageHead title={texts.title} />
      <Answer of={todo}>{(counts) => <Elsewhere counts={counts} />}</Answer>
      <Answer of={failed}>
        {(messages) =>
          messages.length === 0 ? null : (
            <Section title={texts.failedMessages}>
              <MessageList messages={messages} />
            </Section>
          )
        }
      </Answer>
      <BrokenMatches />
      <RefusedNights />
      <RestingPushes />
      <UnpulledNotices />
      <FailedPublications />
      <Answer of={waiting}>
        {(messages) =>
          messages.length === 0 ? null : (
            <Section title={texts.waitingMessages}>
              <MessageList messages={messages} />
            </Section>
          )
        }
      </Answer>
    </>
  );
}

/** What waits on other pages, or that nothing waits at all. */
function Elsewhere({ counts }: { readonly counts: Todo }) {
  const texts = useTexts(TODO);
  if (Object.values(counts).every((count) => count === 0)) return <Nothing>{texts.allDone}</Nothing>;
  return (
    <ul className="tools">
      {counts.missing_pulls === 0 ? null : <li className="bad">{texts.missingPulls}</li>}
      {counts.waiting_bookings === 0 ? null : (
        <li>
          <Link to="/bookings" search={{ state: 'wait_accept' }} className="count-link">
            <strong>{counts.waiting_bookings}</strong> {texts.waitingBookings} <span aria-hidden="true">›</span>
          </Link>
        </li>
      )}
      {counts.attention_bookings === 0 ? null : (
        <li>
          <Link to="/bookings" search={{ attention: 'yes' }} className="count-link">
            <strong>{counts.attention_bookings}</strong> {texts.attentionBookings} <span aria-hidden="true">›</span>
          </Link>
        </li>
      )}
      {counts.attention_orders === 0 ? null : (
        <li>
          <Link to="/orders" search={{ attention: 'yes' }} className="count-link">
            <strong>{counts.attention_orders}</strong> {texts.attentionOrders} <span aria-hidden="true">›</span>
          </Link>
        </li>
      )}
      {counts.bill_differences === 0 ? null : (
        <li>
          <Link to="/bills" search={{}} className="count-link">
            <strong>{counts.bill_differences}</strong> {texts.billDifferences} <span aria-hidden="true">›</span>
          </Link>
        </li>
      )}
    </ul>
  );
}
