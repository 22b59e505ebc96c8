import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemText } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Booking, type BookingAction, type Decision, useDecide } from '../api/bookings.ts';
import { RejectForm } from './reject.tsx';
import { BOOKINGS } from './texts.ts';

/** The buttons for what can be done with a booking now; the gateway says which. */
export function Actions({ booking }: { readonly booking: Booking }) {
  const texts = useTexts(BOOKINGS);
  const common = useTexts(COMMON);
  const { message, notification } = App.useApp();
  const decide = useDecide();
  const [rejecting, setRejecting] = useState(false);
  const run = (decision: Decision) =>
    decide.mutate(
      { orderId: booking.order_id, decision },
      {
        onSuccess: () => {
          setRejecting(false);
          const done = { accept: texts.doneAccept, reject: texts.doneReject } as Partial<Record<BookingAction, string>>;
          message.success(done[decision.action] ?? texts.doneStay);
        },
        onError: (error) => notification.error({ title: <ProblemText error={error} />, duration: 0 }),
      },
    );
  const running = (action: BookingAction) => decide.isPending && decide.variables.decision.action === action;
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
          <Button key={action} type="primary" loading={running(action)} onClick={() => run({ action })}>
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
