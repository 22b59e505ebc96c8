import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { InterfaceName } from '../../shared/interface-name.tsx';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { type Column, Records } from '../../shared/records.tsx';
import { type SearchTexts, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Exchange, type ExchangeFilter, useExchanges } from '../api/exchanges.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { ExchangeDetails } from './details.tsx';
import { ExchangeFilters } from './filters.tsx';

/** Reads the filters out of an address. */
export function readExchangeSearch(search: SearchTexts): ExchangeFilter {
  return { logid: word(search.logid), subject: word(search.subject), interface: word(search.interface) };
}

/** Every call in both directions, with every attempt and its bytes. */
export function ExchangesPage() {
  const texts = useTexts(OPERATOR);
  const filter: ExchangeFilter = useSearch({ from: '/exchanges' });
  const navigate = useNavigate({ from: '/exchanges' });
  const exchanges = useExchanges(filter);
  const interfaces = useTexts(INTERFACE_WORDS);
  const [open, setOpen] = useState<Exchange>();
  return (
    <>
      <PageHead title={texts.exchanges} />
      <ExchangeFilters key={JSON.stringify(filter)} filter={filter} onFilter={(search) => void navigate({ search })} />
      <Answer of={exchanges}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{texts.noExchanges}</Nothing>
          ) : (
            <ExchangeTable exchanges={list} onOpen={setOpen} />
          )
        }
      </Answer>
      <Drawer
        open={open !== undefined}
        size="large"
        onClose={() => setOpen(undefined)}
        title={open === undefined ? '' : label(interfaces, open.interface)}
      >
        {open === undefined ? null : <ExchangeDetails exchange={open} />}
      </Drawer>
    </>
  );
}

function ExchangeTable({
  exchanges,
  onOpen,
}: {
  readonly exchanges: readonly Exchange[];
  readonly onOpen: (exchange: Exchange) => void;
}) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const columns: readonly Column<Exchange>[] = [
    {
      key: 'interface',
      title: texts.interface,
      place: 'heading',
      render: (one) => <InterfaceName name={one.interface} note={texts[one.direction]} />,
    },
    {
      key: 'at',
      title: texts.time,
      render: (one) => (
        <span className="number">
          {hotelSecond(one.at)}
          {one.attempt > 1 ? <span className="soft small block">{fill(texts.attempt, { n: one.attempt })}</span> : null}
          {one.copy === 0 ? null : (
            <span className="soft small block">{one.copy === 1 ? texts.copyAtOnce : texts.copyLater}</span>
          )}
        </span>
      ),
    },
    {
      key: 'subject',
      title: texts.subject,
      render: (one) => (
        <>
          <span className="mono">{one.subject}</span>
          <span className="mono soft small block">{one.logid}</span>
        </>
      ),
    },
    {
      key: 'answer',
      title: texts.answer,
      render: (one) => (
        <span className="tools">
          <Mark tone={toneOf(one)}>
            {one.code === null ? texts.noAnswer : one.code === 0 ? texts.success : fill(texts.code, { code: one.code })}
          </Mark>
          {one.fault === null ? null : <Mark tone="bad">{label(words, one.fault)}</Mark>}
        </span>
      ),
    },
    {
      key: 'took',
      title: texts.took,
      align: 'right',
      render: (one) =>
        one.duration_ms === null ? '' : <span className="number">{one.duration_ms.toFixed(1)} ms</span>,
    },
    {
      key: 'open',
      title: '',
      place: 'actions',
      render: (one) => (
        <Button size="small" onClick={() => onOpen(one)}>
          {texts.details}
        </Button>
      ),
    },
  ];
  return (
    <Records
      label={texts.exchanges}
      rows={exchanges}
      rowKey={(one) => `${one.direction}/${one.logid}/${one.attempt}/${one.copy}/${one.at}`}
      columns={columns}
    />
  );
}

function toneOf(exchange: Exchange): Tone {
  if (exchange.code === null) return 'bad';
  return exchange.code === 0 ? 'good' : 'wait';
}
