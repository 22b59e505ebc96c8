import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Bytes } from '../../shared/bytes.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { InterfaceName } from '../../shared/interface-name.tsx';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Exchange, useExchange, useExchanges } from '../api/traffic.ts';
import { EXCHANGES } from './exchange-texts.ts';
import { BOOKINGS } from './texts.ts';

/** Everything that was said between the hotel's side and the platform about one booking. */
export function BookingExchanges({ orderId }: { readonly orderId: string }) {
  const texts = useTexts(BOOKINGS);
  const words = useTexts(EXCHANGES);
  const exchanges = useExchanges(orderId);
  const interfaces = useTexts(INTERFACE_WORDS);
  const [open, setOpen] = useState<Exchange>();
  return (
    <section className="sheet">
      <h2>{texts.exchanges}</h2>
      <Answer of={exchanges}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{texts.noExchanges}</Nothing>
          ) : (
            <Records
              label={texts.exchanges}
              rows={list}
              rowKey={(one) => String(one.exchange_id)}
              columns={[
                {
                  key: 'interface',
                  title: words.interface,
                  place: 'heading',
                  render: (one) => <InterfaceName name={one.interface} note={words[one.direction]} />,
                },
                {
                  key: 'at',
                  title: words.time,
                  render: (one) => <span className="number">{hotelSecond(Date.parse(one.at))}</span>,
                },
                {
                  key: 'logid',
                  title: 'logid',
                  render: (one) => <span className="mono small">{one.logid ?? '–'}</span>,
                },
                {
                  key: 'answer',
                  title: words.answer,
                  render: (one) => (
                    <span className="tools">
                      <AnswerMark exchange={one} />
                      {one.error === null ? null : <span className="bad small">{one.error}</span>}
                    </span>
                  ),
                },
                {
                  key: 'took',
                  title: words.took,
                  align: 'right',
                  render: (one) => <span className="number">{one.latency_ms.toFixed(1)} ms</span>,
                },
                {
                  key: 'open',
                  title: '',
                  place: 'actions',
                  render: (one) => (
                    <Button size="small" onClick={() => setOpen(one)}>
                      {words.show}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Answer>
      <Drawer
        open={open !== undefined}
        size="large"
        title={open === undefined ? '' : label(interfaces, open.interface)}
        onClose={() => setOpen(undefined)}
        destroyOnHidden
      >
        {open === undefined ? null : <ExchangeBodies key={open.exchange_id} exchange={open} />}
      </Drawer>
    </section>
  );
}

function AnswerMark({ exchange: { code, http_status: status } }: { readonly exchange: Exchange }) {
  const words = useTexts(EXCHANGES);
  if (status === null) return <Mark tone="bad">{words.noAnswer}</Mark>;
  if (code === 0) return <Mark tone="good">{words.success}</Mark>;
  return <Mark tone="wait">{code === null ? `HTTP ${status}` : fill(words.code, { code })}</Mark>;
}

function ExchangeBodies({ exchange }: { readonly exchange: Exchange }) {
  const words = useTexts(EXCHANGES);
  const [raw, setRaw] = useState(false);
  return (
    <div className="stack">
      <p className="soft">{raw ? words.rawAbout : words.maskedAbout}</p>
      {raw ? null : (
        <div>
          <Button onClick={() => setRaw(true)}>{words.rawShow}</Button>
        </div>
      )}
      <Bytes label={words.target} text={exchange.target} />
      <Answer of={useExchange(exchange.exchange_id, raw)}>
        {({ request, reply }) => (
          <>
            <Bytes label={words.request} text={request} />
            <Bytes label={words.reply} text={reply} />
          </>
        )}
      </Answer>
    </div>
  );
}
