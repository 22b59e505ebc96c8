import { Button } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { money } from '../../shared/money.ts';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { useProducts } from '../api/products.ts';
import { type Promotion, useEndPromotion, usePromotions } from '../api/promotions.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { PromotionForm } from './form.tsx';

/** Flash sales, boosted listings and subsidies. */
export function PromotionsPage() {
  const texts = useTexts(OPERATOR);
  const onShelf = useProducts().data?.filter(({ shelf }) => shelf === 'on') ?? [];
  return (
    <>
      <PageHead title={texts.promotions} />
      <PromotionForm products={onShelf} />
      <Answer of={usePromotions()}>
        {({ now, promotions }) =>
          promotions.length === 0 ? (
            <Nothing>{texts.noPromotions}</Nothing>
          ) : (
            <PromotionTable promotions={promotions} now={now} />
          )
        }
      </Answer>
    </>
  );
}

function PromotionTable({ promotions, now }: { readonly promotions: readonly Promotion[]; readonly now: number }) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  const end = useEndPromotion();
  const tell = useTell();
  const runs = (one: Promotion) => one.state === 'on' && now <= one.to;
  return (
    <Records
      label={texts.promotions}
      rows={promotions}
      rowKey={(one) => one.promotion_id}
      columns={[
        {
          key: 'name',
          title: texts.promotion,
          place: 'heading',
          render: (one) => (
            <>
              <strong>
                {label(words, one.kind)} · {one.name}
              </strong>
              <span className="mono soft small block">{one.voucher_id}</span>
            </>
          ),
        },
        {
          key: 'state',
          title: texts.state,
          render: (one) => (
            <Mark tone={runs(one) ? 'good' : 'plain'}>{runs(one) ? texts.promotionRuns : texts.promotionOver}</Mark>
          ),
        },
        {
          key: 'time',
          title: texts.time,
          render: (one) => <span className="number">{`${hotelMinute(one.from)} – ${hotelMinute(one.to)}`}</span>,
        },
        {
          key: 'effect',
          title: texts.effect,
          render: (one) => (
            <span className="number">
              {one.flash_price === null
                ? `−${money(one.discount, one.currency)}`
                : money(one.flash_price, one.currency)}
              {one.fee_bp === 0 ? null : ` · +${one.fee_bp / 100}%`}
            </span>
          ),
        },
        {
          key: 'sold',
          title: texts.soldOf,
          align: 'right',
          render: (one) => <span className="number">{`${one.sold} / ${one.stock ?? '∞'}`}</span>,
        },
        {
          key: 'limit',
          title: texts.perPerson,
          align: 'right',
          render: (one) => <span className="number">{one.per_person ?? '–'}</span>,
        },
        {
          key: 'actions',
          title: '',
          place: 'actions',
          render: (one) =>
            runs(one) ? (
              <Button size="small" onClick={() => void tell(end.mutateAsync(one.promotion_id))}>
                {texts.endNow}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}
