import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { type Column, Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type BillMatch, type MatchState, useBillMatches } from '../api/bills.ts';
import { useMoney } from '../money.ts';
import { BILLS, MATCHES, REASONS } from './texts.ts';
import { MATCH_TONE } from './tones.ts';

/** Each booking beside its bill lines, with what differs. */
export function BillMatches({ day, state }: { readonly day: string; readonly state: MatchState | undefined }) {
  const texts = useTexts(BILLS);
  const common = useTexts(COMMON);
  const matches = useBillMatches(day, state);
  const columns = useColumns();
  return (
    <section className="sheet">
      <h2>{texts.matches}</h2>
      <Answer of={matches}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Nothing>{texts.noMatches}</Nothing>
          ) : (
            <Records label={texts.matches} rows={rows} columns={columns} rowKey={(one) => one.order_id} />
          );
        }}
      </Answer>
      {matches.hasNextPage ? (
        <Button loading={matches.isFetchingNextPage} onClick={() => void matches.fetchNextPage()}>
          {common.more}
        </Button>
      ) : null}
    </section>
  );
}

function useColumns(): readonly Column<BillMatch>[] {
  const texts = useTexts(BILLS);
  const words = useTexts(MATCHES);
  const why = useTexts(REASONS);
  const money = useMoney();
  return [
    {
      key: 'booking',
      title: texts.booking,
      place: 'heading',
      render: ({ order_id }) =>
        order_id === '' ? (
          texts.noBooking
        ) : (
          <Link to="/bookings/$orderId" params={{ orderId: order_id }} className="mono">
            {order_id}
          </Link>
        ),
    },
    {
      key: 'state',
      title: texts.state,
      place: 'heading',
      render: (one) => <Mark tone={MATCH_TONE[one.state]}>{words[one.state]}</Mark>,
    },
    {
      key: 'billed',
      title: texts.billedColumn,
      align: 'right',
      render: (one) => <span className="number">{money.show(one.billed)}</span>,
    },
    {
      key: 'income',
      title: texts.income,
      align: 'right',
      render: ({ income, billed }) => <Beside mine={income} other={billed} />,
    },
    {
      key: 'gross',
      title: texts.gross,
      align: 'right',
      render: ({ gross_billed, gross_own }) => (
        <>
          <span className="number">{gross_billed === null ? '–' : money.show(gross_billed)} / </span>
          <Beside mine={gross_own} other={gross_billed} />
        </>
      ),
    },
    {
      key: 'reasons',
      title: texts.reasons,
      render: (one) => one.reasons.map((reason) => label(why, reason)).join(texts.and),
    },
  ];
}

/** An amount, with how far it is from the one beside it. */
function Beside({ mine, other }: { readonly mine: number | null; readonly other: number | null }) {
  const texts = useTexts(BILLS);
  const money = useMoney();
  if (mine === null) return <span>–</span>;
  return (
    <span className="number">
      {money.show(mine)}
      {other === null || other === mine ? null : (
        <span className="bad small block">{fill(texts.difference, { amount: money.show(mine - other) })}</span>
      )}
    </span>
  );
}
