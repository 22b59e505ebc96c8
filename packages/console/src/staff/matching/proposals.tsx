import { Button, Select } from 'antd';
import { useState } from 'react';
import { fill } from '../../shared/language.ts';
import { useLanguage, useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { type Column, Records } from '../../shared/records.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type MatchChange, type Proposed, useChangeMatch } from '../api/matching.ts';
import { MATCHING } from './texts.ts';

/** An entry of the platform as the table shows it. */
export interface Listed extends Proposed {
  readonly platformId: string;
  readonly name: string;
  /** Address, size: what tells it apart. */
  readonly about: string;
}

/** An entry of the hotel system that can be chosen. */
export interface Own {
  readonly id: string;
  readonly name: string;
  readonly matched: boolean;
}

const VERDICT_TONE = { same: 'good', alike: 'wait', differs: 'bad' } as const satisfies Record<string, Tone>;

/** Entries of the platform, each with what it is matched to or most likely is, and the buttons to decide. */
export function Proposals({
  kind,
  label,
  listed,
  own,
}: {
  readonly kind: MatchChange['kind'];
  readonly label: string;
  readonly listed: readonly Listed[];
  readonly own: readonly Own[];
}) {
  const columns = useColumns(kind, own);
  return <Records label={label} rows={listed} columns={columns} rowKey={(one) => one.platformId} />;
}

function useColumns(kind: MatchChange['kind'], own: readonly Own[]): readonly Column<Listed>[] {
  const texts = useTexts(MATCHING);
  const nameOf = (id: string) => own.find((one) => one.id === id)?.name ?? id;
  return [
    {
      key: 'platform',
      title: texts.platform,
      place: 'heading',
      render: (one) => (
        <>
          <strong className="block">{one.name}</strong>
          <span className="soft small block">{one.about}</span>
          <span className="mono soft small block">{one.platformId}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: texts.own,
      render: (one) => <State one={one} nameOf={nameOf} />,
    },
    { key: 'why', title: texts.why, render: (one) => <Reasons of={one} /> },
    { key: 'decide', title: '', place: 'actions', render: (one) => <Decide kind={kind} one={one} own={own} /> },
  ];
}

function State({ one, nameOf }: { readonly one: Listed; readonly nameOf: (id: string) => string }) {
  const texts = useTexts(MATCHING);
  if (one.matched_to !== null) {
    return (
      <span className="tools">
        <Mark tone="good">{texts.matched}</Mark> {nameOf(one.matched_to)}
      </span>
    );
  }
  if (one.suggested_for === null) return <Mark tone="plain">{texts.open}</Mark>;
  return (
    <span className="tools">
      <Mark tone="wait">{fill(texts.proposed, { percent: Math.round((one.likeness ?? 0) * 100) })}</Mark>
      {one.doubtful ? <Mark tone="bad">{texts.doubtful}</Mark> : null}
      {nameOf(one.suggested_for)}
    </span>
  );
}

function Reasons({ of }: { readonly of: Listed }) {
  const { language } = useLanguage();
  return (
    <span className="tools">
      {of.reasons.map((reason) => (
        <Mark key={reason.about} tone={VERDICT_TONE[reason.verdict]}>
          {reason[language]}
        </Mark>
      ))}
    </span>
  );
}

/** Confirm what is proposed, choose another one, or take a match back. */
function Decide({
  kind,
  one,
  own,
}: {
  readonly kind: MatchChange['kind'];
  readonly one: Listed;
  readonly own: readonly Own[];
}) {
  const texts = useTexts(MATCHING);
  const tell = useTell();
  const change = useChangeMatch();
  const [chosen, choose] = useState<string>();
  const ownId = chosen ?? one.suggested_for ?? undefined;
  const decide = (id: string, platformId: string | null) => {
    const said = platformId === null ? texts.undone : texts.confirmed;
    void tell(change.mutateAsync({ kind, ownId: id, platformId }), () => said).then(() => choose(undefined));
  };
  if (one.matched_to !== null) {
    const { matched_to: id } = one;
    return (
      <Button loading={change.isPending} onClick={() => decide(id, null)}>
        {texts.undo}
      </Button>
    );
  }
  return (
    <span className="tools">
      <Select
        aria-label={`${texts.choose} ${one.name}`}
        placeholder={texts.choose}
        className="match-choice"
        value={ownId ?? null}
        onChange={choose}
        options={own.filter(({ matched }) => !matched).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button
        type="primary"
        disabled={ownId === undefined}
        loading={change.isPending}
        onClick={() => (ownId === undefined ? undefined : decide(ownId, one.platformId))}
      >
        {texts.confirm}
      </Button>
    </span>
  );
}
