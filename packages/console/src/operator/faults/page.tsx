import { Button } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { InterfaceName } from '../../shared/interface-name.tsx';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type Fault, type FaultRule, useFaults, useRemoveFault } from '../api/faults.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { FaultForm } from './form.tsx';

/** The switch that spoils exchanges on purpose. */
export function FaultsPage() {
  const texts = useTexts(OPERATOR);
  const tell = useTell();
  const remove = useRemoveFault();
  const drop = (id: string | undefined) => void tell(remove.mutateAsync(id));
  return (
    <>
      <PageHead title={texts.faults} />
      <FaultForm />
      <Answer of={useFaults()}>
        {({ rules }) =>
          rules.length === 0 ? (
            <Nothing>{texts.noFaults}</Nothing>
          ) : (
            <section className="stack">
              <Rules rules={rules} onRemove={drop} />
              <div>
                <Button danger loading={remove.isPending} onClick={() => drop(undefined)}>
                  {texts.removeAll}
                </Button>
              </div>
            </section>
          )
        }
      </Answer>
    </>
  );
}

function Rules({ rules, onRemove }: { readonly rules: readonly FaultRule[]; readonly onRemove: (id: string) => void }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  return (
    <Records
      label={texts.faults}
      rows={rules}
      rowKey={(rule) => rule.id}
      columns={[
        {
          key: 'interface',
          title: texts.interface,
          place: 'heading',
          render: (rule) => (
            <InterfaceName
              name={rule.interfaceName === '*' ? texts.allInterfaces : rule.interfaceName}
              note={texts[rule.direction]}
            />
          ),
        },
        {
          key: 'kind',
          title: texts.kind,
          render: ({ fault }) => (
            <span className="tools">
              <Mark tone="bad">{label(words, fault.kind)}</Mark>
              <span className="number">{extraText(fault)}</span>
            </span>
          ),
        },
        {
          key: 'pick',
          title: texts.pick,
          render: ({ pick }) =>
            'next' in pick
              ? pick.next === 0
                ? texts.usedUp
                : fill(texts.nextTimes, { n: pick.next })
              : fill(texts.percent, { n: pick.probability * 100 }),
        },
        {
          key: 'seen',
          title: texts.seen,
          align: 'right',
          render: ({ spoilt, seen }) => <span className="number">{`${spoilt} / ${seen}`}</span>,
        },
        {
          key: 'remove',
          title: '',
          place: 'actions',
          render: (rule) => (
            <Button size="small" onClick={() => onRemove(rule.id)}>
              {texts.remove}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** The number of a fault as people write it. */
function extraText({ ms, status, share }: Fault): string {
  if (ms !== undefined) return `${ms} ms`;
  return share === undefined ? String(status ?? '') : `${share * 100}%`;
}
