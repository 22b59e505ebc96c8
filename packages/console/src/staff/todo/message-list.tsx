import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type Message, useResend } from '../api/traffic.ts';
import { NextStep } from './next-step.tsx';
import { TODO } from './texts.ts';

const TONES: Readonly<Record<Message['state'], Tone>> = { waiting: 'busy', done: 'good', failed: 'bad' };

/** Messages to the platform: whether they arrived, and when not, why and what to do. */
export function MessageList({ messages }: { readonly messages: readonly Message[] }) {
  return (
    <ul className="plain-list">
      {messages.map((message) => (
        <MessageLine key={message.message_id} message={message} />
      ))}
    </ul>
  );
}

function MessageLine({ message: one }: { readonly message: Message }) {
  const texts = useTexts(TODO);
  const tell = useTell();
  const resend = useResend();
  const send = () => void tell(resend.mutateAsync(one.message_id), () => texts.resent);
  return (
    <li className="todo-line">
      <div>
        <span className="tools">
          <Mark tone={TONES[one.state]}>{texts[one.state]}</Mark>
          <strong>{texts[one.kind]}</strong>
          <Link to="/bookings/$orderId" params={{ orderId: one.order_id }} className="mono">
            {one.order_id}
          </Link>
        </span>
        <span className="soft small block number">
          {hotelMinute(Date.parse(one.created_at))} · {fill(texts.attempts, { n: one.attempts })}
          {one.next_at === null ? null : ` · ${fill(texts.nextAt, { time: hotelMinute(Date.parse(one.next_at)) })}`}
          {one.deadline === null || one.state === 'done'
            ? null
            : ` · ${fill(texts.before, { time: hotelMinute(Date.parse(one.deadline)) })}`}
        </span>
        {one.last_error === null ? null : <span className="bad block">{one.last_error}</span>}
        {one.state === 'failed' ? <NextStep code={one.next_step} /> : null}
      </div>
      {one.state === 'done' ? null : (
        <Button loading={resend.isPending} onClick={send}>
          {texts.resend}
        </Button>
      )}
    </li>
  );
}
