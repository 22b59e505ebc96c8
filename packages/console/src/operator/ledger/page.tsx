import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { fill, label, type Spoken } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { money } from '../../shared/money.ts';
import { Records } from '../../shared/records.tsx';
import { type SearchTexts, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Posting, useLedger, usePostings } from '../api/ledger.ts';
import { ACCOUNTS, OPERATOR, WORDS } from '../texts.ts';

/** What of the page stands in the address. */
interface LedgerSearch {
  readonly subject?: string | undefined;
}

/** Reads the filter out of an address. */
export function readLedgerSearch(search: SearchTexts): LedgerSearch {
  return { subject: word(search.subject) };
}

/** The platform's double-entry ledger. */
export function LedgerPage() {
  const texts = useTexts(OPERATOR);
  const { subject }: LedgerSearch = useSearch({ from: '/ledger' });
  const navigate = useNavigate({ from: '/ledger' });
  return (
    <>
      <PageHead title={texts.ledger} />
      <section className="sheet">
        <h2>{texts.balances}</h2>
        <Answer of={useLedger()}>
          {({ sums, accounts }) => (
            <div className="stack">
              <p className="tools">
                {sums.map(({ currency, sum }) => (
                  <Mark key={currency} tone={sum === 0 ? 'good' : 'bad'}>
                    {fill(sum === 0 ? texts.sumZero : texts.sumWrong, { sum: money(sum, currency) })}
                  </Mark>
                ))}
              </p>
              <Records
                label={texts.balances}
                rows={accounts}
                rowKey={(one) => `${one.ledger_account} ${one.currency}`}
                columns={[
                  {
                    key: 'account',
                    title: texts.account,
                    place: 'heading',
                    render: (one) => <AccountName account={one.ledger_account} />,
                  },
                  {
                    key: 'balance',
                    title: texts.balance,
                    place: 'heading',
                    align: 'right',
                    render: (one) => <span className="number">{money(one.balance, one.currency)}</span>,
                  },
                ]}
              />
            </div>
          )}
        </Answer>
      </section>
      <section className="sheet">
        <div className="page-head postings-head">
          <h2>{texts.postings}</h2>
          <Input.Search
            key={subject ?? ''}
            className="search"
            aria-label={texts.orderOrBooking}
            placeholder={texts.orderOrBooking}
            allowClear
            defaultValue={subject ?? ''}
            onSearch={(text) => void navigate({ search: { subject: word(text.trim()) } })}
          />
        </div>
        <Answer of={usePostings(subject)}>
          {(postings) =>
            postings.length === 0 ? <Nothing>{texts.noPostings}</Nothing> : <Postings postings={postings} />
          }
        </Answer>
      </section>
    </>
  );
}

/** An account in words, with its own name below. */
function AccountName({ account }: { readonly account: string }) {
  const names: Readonly<Record<string, string>> = useTexts(ACCOUNTS);
  const [kind = ''] = account.split(':');
  return (
    <>
      <strong className="block">{names[account] ?? label(names, kind)}</strong>
      <span className="mono soft small block">{account}</span>
    </>
  );
}

function accountName(names: Spoken<typeof ACCOUNTS>, account: string): string {
  const [kind = '', whose = ''] = account.split(':');
  const known: Readonly<Record<string, string>> = names;
  return known[account] ?? (known[kind] === undefined ? account : `${known[kind]} ${whose}`);
}

function Postings({ postings }: { readonly postings: readonly Posting[] }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const names = useTexts(ACCOUNTS);
  return (
    <Records
      label={texts.postings}
      rows={postings}
      rowKey={(one) => one.posting_id}
      columns={[
        {
          key: 'kind',
          title: texts.what,
          place: 'heading',
          render: (one) => <strong>{label(words, one.kind)}</strong>,
        },
        { key: 'at', title: texts.time, render: (one) => <span className="number">{hotelSecond(one.at)}</span> },
        { key: 'subject', title: texts.subject, render: (one) => <span className="mono">{one.subject}</span> },
        {
          key: 'entries',
          title: texts.entries,
          render: (one) => (
            <ul>
              {one.entries.map((entry) => (
                <li key={entry.account} className="entry">
                  <span title={entry.account}>{accountName(names, entry.account)}</span>
                  <span className="number">{money(entry.amount, one.currency)}</span>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}
