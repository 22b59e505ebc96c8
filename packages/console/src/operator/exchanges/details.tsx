import { Bytes } from '../../shared/bytes.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import type { Exchange } from '../api/exchanges.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** One exchange in full: where it went, what was sent, what came back. */
export function ExchangeDetails({ exchange }: { readonly exchange: Exchange }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const headers = Object.entries(exchange.headers);
  return (
    <div className="stack">
      <dl className="facts">
        <Fact title={texts.time}>{hotelSecond(exchange.at)}</Fact>
        <Fact title={texts.direction}>{texts[exchange.direction]}</Fact>
        <Fact title={texts.subject} mono>
          {exchange.subject}
        </Fact>
        <Fact title={texts.logid} mono>
          {exchange.logid}
        </Fact>
        <Fact title={texts.answer}>{`HTTP ${exchange.status ?? '–'} · ${exchange.code ?? '–'}`}</Fact>
        <Fact title={texts.verdict}>
          {[exchange.verdict === null ? null : label(words, exchange.verdict), exchange.reason]
            .filter((one) => one !== null && one !== '')
            .join(' · ')}
        </Fact>
        <Fact title={texts.fault}>{exchange.fault === null ? '–' : label(words, exchange.fault)}</Fact>
      </dl>
      <Bytes label={texts.address} text={exchange.url} />
      {headers.length === 0 ? null : (
        <Bytes label={texts.headers} text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')} />
      )}
      <Bytes label={texts.request} text={exchange.request} />
      <Bytes label={texts.reply} text={exchange.reply} />
    </div>
  );
}

function Fact({
  title,
  mono = false,
  children,
}: {
  readonly title: string;
  readonly mono?: boolean;
  readonly children: string;
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd className={mono ? 'mono' : ''}>{children}</dd>
    </div>
  );
}
