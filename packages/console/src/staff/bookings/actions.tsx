import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/language-context.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Booking, type BookingAction, type Decision, useDecide } from '../api/bookings.ts';
import { useHotelDay } from '../api/now.ts';
import { RejectForm } from './reject.tsx';
import { BOOKINGS } from './texts.ts';

/** The buttons for what can be done with a booking now; the gateway says which. */
export function Actions({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const tell = useTell();
  const decide = useDecide();
  const today = useHotelDay();
  const [rejecting, setRejecting] = useState(false);
  const run = async (decision: Decision) => {
    const done: Partial<Record<BookingAction, string>> = { accept: texts.doneAccept, reject: texts.doneReject };
    const work = decide.mutateAsync({ orderId: booking.order_id, decision });
    if (await tell(work, () => done[decision.action] ?? texts.doneStay)) setRejecting(false);
  };
  // The next step of the day stands out; one that is possible but not due does not.
  const due = (action: BookingAction) =>
    action === 'accept' || (action === 'check_in' ? booking.check_in : booking.check_out) <= today;
  const running = (action: BookingAction) => decide.isPending && decide.variables.decision.action === action;
  if (booking.allowed.length === 0) return null;
  return (
    <span className="tools">
      {booking.allowed.map((action) => {
        if (action === 'reject') {
          return (
            <Button key={action} onClick={() => setRejecting(true)}>
              {texts.reject}
            </Button>
          );
        }
        if (action === 'no_show') {
          return (
            <Popconfirm
              key={action}
              title={texts.noShowAsk}
              okText={texts.no_show}
              cancelText={common.cancel}
              onConfirm={() => run({ action })}
            >
              <Button loading={running(action)}>{texts.no_show}</Button>
            </Popconfirm>
          );
        }
        return (
          <Button
            key={action}
            type={due(action) ? 'primary' : 'default'}
            loading={running(action)}
            onClick={() => run({ action })}
          >
            {texts[action]}
          </Button>
        );
      })}
      {rejecting ? (
        <RejectForm
          booking={booking}
          busy={decide.isPending}
          onClose={() => setRejecting(false)}
          onReject={(code, reason) => run({ action: 'reject', code, reason })}
        />
      ) : null}
    </span>
  );
}
