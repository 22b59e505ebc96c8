import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type BillLine, useBillLines } from '../api/bills.ts';
import { useMoney } from '../money.ts';
import { BILLS, PARTS } from './texts.ts';

/** The bill's lines as the platform lists them. */
export function BillLines({ day }: { readonly day: string }) {
  const money = useMoney();
  const texts = useTexts(BILLS);
  const common = useTexts(COMMON);
  const lines = useBillLines(day);
  return (
    <section className="sheet">
      <h2>{texts.lines}</h2>
      <Answer of={lines}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) return <Nothing>{texts.noLines}</Nothing>;
          return (
            <Records
              label={texts.lines}
              rows={rows}
              rowKey={(line) => line.ledger_id}
              columns={[
                {
                  key: 'id',
                  title: texts.ledgerId,
                  place: 'heading',
                  render: (line) => <span className="mono">{line.ledger_id}</span>,
                },
                {
                  key: 'booking',
                  title: texts.booking,
                  render: ({ order_id }) =>
                    order_id === '' ? (
                      '–'
                    ) : (
                      <Link to="/bookings/$orderId" params={{ orderId: order_id }} className="mono">
                        {order_id}
                      </Link>
                    ),
                },
                {
                  key: 'certificate',
                  title: texts.certificate,
                  render: (line) => <span className="mono">{line.certificate_id ?? '–'}</span>,
                },
                { key: 'type', title: texts.type, render: (line) => <LineType line={line} /> },
                {
                  key: 'amount',
                  title: texts.amount,
                  align: 'right',
                  render: ({ fund_amount }) => (
                    <span className="number">{fund_amount === null ? '–' : money.show(fund_amount)}</span>
                  ),
                },
                { key: 'breakdown', title: texts.breakdown, render: (line) => <Breakdown line={line} /> },
              ]}
            />
          );
        }}
      </Answer>
      {lines.hasNextPage ? (
        <Button loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          {common.more}
        </Button>
      ) : null}
    </section>
  );
}

function LineType({ line }: { readonly line: BillLine }) {
  const texts = useTexts(BILLS);
  const { settle_type: type } = line;
  return (
    <span className="tools">
      {type === 1 ? (
        texts.income1
      ) : type === 2 ? (
        texts.reversal
      ) : (
        <Mark tone="wait">{fill(texts.unknownType, { type })}</Mark>
      )}
      {line.gone_at === null ? null : <Mark tone="bad">{texts.gone}</Mark>}
    </span>
  );
}

function Breakdown({ line }: { readonly line: BillLine }) {
  const texts = useTexts(BILLS);
  const words = useTexts(PARTS);
  const money = useMoney();
  const parts = Object.entries(line.amounts).filter(([, fen]) => fen !== 0);
  if (parts.length === 0) return <>–</>;
  return (
    <details>
      <summary>{texts.show}</summary>
      <dl className="lines small">
        {parts.map(([name, fen]) => (
          <div key={name}>
            <dt>{label(words, name)}</dt>
            <dd className="number">{money.show(fen)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
