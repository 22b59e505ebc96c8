import { Button } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { MATCH_STATES, type Match, useMatches, useSetMatch } from '../api/matches.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** Matches of hotels, room types and goods: how they stand, and the ways to break and mend them. */
export function MatchesPage() {
  const texts = useTexts(OPERATOR);
  return (
    <>
      <PageHead title={texts.matches} />
      <Answer of={useMatches()}>
        {(matches) => (matches.length === 0 ? <Nothing>{texts.noMatches}</Nothing> : <MatchTable matches={matches} />)}
      </Answer>
    </>
  );
}

function MatchTable({ matches }: { readonly matches: readonly Match[] }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  return (
    <Records
      label={texts.matches}
      rows={matches}
      rowKey={(match) => `${match.kind}/${match.subject}`}
      columns={[
        {
          key: 'subject',
          title: texts.matched,
          place: 'heading',
          render: (match) => (
            <>
              <strong>{match.name}</strong>
              <span className="soft small block">
                {texts[match.kind]} <span className="mono">{match.subject}</span>
              </span>
            </>
          ),
        },
        {
          key: 'state',
          title: texts.state,
          render: (match) => (
            <>
              <Mark tone={match.state === 'bound' ? 'good' : 'bad'}>{label(words, match.state)}</Mark>
              {match.since === null ? null : <span className="soft small block">{hotelSecond(match.since)}</span>}
            </>
          ),
        },
        { key: 'actions', title: '', place: 'actions', render: (match) => <Change match={match} /> },
      ]}
    />
  );
}

function Change({ match }: { readonly match: Match }) {
  const words = useTexts(WORDS);
  const tell = useTell();
  const set = useSetMatch();
  return (
    <span className="tools">
      {MATCH_STATES.filter((state) => state !== match.state).map((state) => (
        <Button
          key={state}
          size="small"
          loading={set.isPending}
          onClick={() => void tell(set.mutateAsync({ match, state }))}
        >
          {label(words, `make-${state}`)}
        </Button>
      ))}
    </span>
  );
}
