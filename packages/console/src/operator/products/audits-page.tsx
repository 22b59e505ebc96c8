import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { Field } from '../../shared/fields.tsx';
import { PageHead } from '../../shared/frame.tsx';
import { hotelSecond } from '../../shared/hotel-time.ts';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { oneOf, type SearchTexts } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { COMMON } from '../../shared/texts.ts';
import { type Audit, useAudits, useDecideAudit } from '../api/products.ts';
import { OPERATOR, WORDS } from '../texts.ts';

/** What of the page stands in the address. */
interface AuditsSearch {
  readonly waiting?: 'yes' | undefined;
}

/** Reads it out of an address. */
export function readAuditsSearch(search: SearchTexts): AuditsSearch {
  return { waiting: oneOf(search.waiting, ['yes']) };
}

const TONES: Readonly<Record<string, Tone>> = { auditing: 'wait', approved: 'good', rejected: 'bad' };

/** Audits of vouchers, hotels and room types: the verdict comes by itself after a delay, or here at once. */
export function AuditsPage() {
  const texts = useTexts(OPERATOR);
  const search: AuditsSearch = useSearch({ from: '/audits' });
  const navigate = useNavigate({ from: '/audits' });
  const waiting = search.waiting === 'yes';
  return (
    <>
      <PageHead title={texts.audits}>
        <Checkbox
          checked={waiting}
          onChange={(event) => void navigate({ search: event.target.checked ? { waiting: 'yes' } : {} })}
        >
          {texts.waitingOnly}
        </Checkbox>
      </PageHead>
      <Answer of={useAudits(waiting)}>
        {(audits) => (audits.length === 0 ? <Nothing>{texts.noAudits}</Nothing> : <AuditTable audits={audits} />)}
      </Answer>
    </>
  );
}

function AuditTable({ audits }: { readonly audits: readonly Audit[] }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  return (
    <Records
      label={texts.audits}
      rows={audits}
      rowKey={(audit) => `${audit.kind}/${audit.subject}/${audit.version}`}
      columns={[
        {
          key: 'subject',
          title: texts.audited,
          place: 'heading',
          render: (audit) => (
            <>
              <strong>{audit.name}</strong>
              <span className="soft small block">
                {texts[audit.kind]} <span className="mono">{audit.subject}</span> ·{' '}
                {fill(texts.version, { n: audit.version })}
              </span>
            </>
          ),
        },
        {
          key: 'state',
          title: texts.state,
          render: (audit) => (
            <>
              <Mark tone={TONES[audit.state] ?? 'plain'}>{label(words, audit.state)}</Mark>
              {audit.message === '' ? null : <span className="soft small block">{audit.message}</span>}
            </>
          ),
        },
        {
          key: 'submitted',
          title: texts.submitted,
          render: (audit) => <span className="number">{hotelSecond(audit.submitted_at)}</span>,
        },
        {
          key: 'decided',
          title: texts.decided,
          render: (audit) => (
            <span className="number">{audit.decided_at === null ? '–' : hotelSecond(audit.decided_at)}</span>
          ),
        },
        {
          key: 'actions',
          title: '',
          place: 'actions',
          render: (audit) => (audit.state === 'auditing' ? <Verdict audit={audit} /> : null),
        },
      ]}
    />
  );
}

function Verdict({ audit }: { readonly audit: Audit }) {
  const texts = useTexts(OPERATOR);
  const common = useTexts(COMMON);
  const tell = useTell();
  const decide = useDecideAudit();
  const [rejecting, setRejecting] = useState(false);
  const [message, setMessage] = useState('');
  const judge = async (approve: boolean) => {
    const work = decide.mutateAsync({ audit, approve, ...(approve ? {} : { message: message.trim() }) });
    if (await tell(work)) setRejecting(false);
  };
  return (
    <span className="tools">
      <Button type="primary" size="small" loading={decide.isPending} onClick={() => void judge(true)}>
        {texts.approve}
      </Button>
      <Button size="small" onClick={() => setRejecting(true)}>
        {texts.reject}
      </Button>
      <Modal
        open={rejecting}
        title={fill(texts.rejectTitle, { name: audit.name })}
        okText={texts.reject}
        cancelText={common.cancel}
        okButtonProps={{ danger: true, loading: decide.isPending, disabled: message.trim() === '' }}
        onCancel={() => setRejecting(false)}
        onOk={() => void judge(false)}
      >
        <Field label={texts.rejectReason}>
          {(id) => (
            <Input id={id} maxLength={200} value={message} onChange={(event) => setMessage(event.target.value)} />
          )}
        </Field>
      </Modal>
    </span>
  );
}
