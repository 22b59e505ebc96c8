import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { hotelMinute } from '../../shared/hotel-time.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { type Column, Records } from '../../shared/records.tsx';
import { oneOf, type SearchTexts } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { COMMON } from '../../shared/texts.ts';
import { useClearOrderAttention, useVoucherOrders, type VoucherOrder } from '../api/orders.ts';
import { Oddities } from '../oddities/oddities.tsx';
import { ODDITIES } from '../oddities/texts.ts';
import { PriceEffect, PromotionName, PromotionPayer } from './promotion-facts.tsx';
import { ORDERS } from './texts.ts';
import { VoucherName } from './voucher-name.tsx';

/** What of the page stands in the address. */
export interface OrdersSearch {
  readonly promotion?: 'yes' | undefined;
  readonly attention?: 'yes' | undefined;
}

/** Reads it out of an address. */
export function readOrdersSearch(search: SearchTexts): OrdersSearch {
  return { promotion: oneOf(search.promotion, ['yes']), attention: oneOf(search.attention, ['yes']) };
}

const TONES: Readonly<Record<VoucherOrder['state'], Tone>> = {
  unpaid: 'wait',
  paid: 'good',
  closed: 'plain',
  refunded: 'plain',
};

/** Voucher orders with their price and the marketing they were bought under. */
export function OrdersPage() {
  const texts = useTexts(ORDERS);
  const common = useTexts(COMMON);
  const search: OrdersSearch = useSearch({ from: '/orders' });
  const navigate = useNavigate({ from: '/orders' });
  const columns = useColumns();
  const only = (value: 'yes' | undefined) => (value === 'yes' ? true : undefined);
  const orders = useVoucherOrders({ promotion: only(search.promotion), attention: only(search.attention) });
  const go = (change: OrdersSearch) => void navigate({ search: { ...search, ...change } });
  return (
    <>
      <PageHead title={texts.title}>
        <div className="tools">
          <Checkbox
            checked={search.promotion === 'yes'}
            onChange={(event) => go({ promotion: event.target.checked ? 'yes' : undefined })}
          >
            {texts.onlyPromoted}
          </Checkbox>
          <Checkbox
            checked={search.attention === 'yes'}
            onChange={(event) => go({ attention: event.target.checked ? 'yes' : undefined })}
          >
            {texts.onlyOdd}
          </Checkbox>
        </div>
      </PageHead>
      <Answer of={orders}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Nothing>{texts.none}</Nothing>
          ) : (
            <>
              <Records
                label={texts.title}
                rows={rows}
                columns={rows.some(isOdd) ? columns : columns.filter(({ key }) => key !== 'oddities')}
                rowKey={(order) => order.order_id}
              />
              {rows.some(({ promotion }) => promotion !== null) ? <p className="soft small">{texts.inferred}</p> : null}
              {orders.hasNextPage ? (
                <Button loading={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
                  {common.more}
                </Button>
              ) : null}
            </>
          );
        }}
      </Answer>
    </>
  );
}

const isOdd = ({ attention }: VoucherOrder) => attention.length > 0;

function OrderOddities({ order }: { readonly order: VoucherOrder }) {
  const clear = useClearOrderAttention();
  if (!isOdd(order)) return null;
  return <Oddities names={order.attention} clear={clear} onSeen={() => clear.mutate(order.order_id)} />;
}

function useColumns(): readonly Column<VoucherOrder>[] {
  const texts = useTexts(ORDERS);
  const odd = useTexts(ODDITIES);
  return [
    {
      key: 'order',
      title: texts.order,
      place: 'heading',
      render: (order) => (
        <>
          <Link to="/bookings" search={{ voucherOrder: order.order_id }} className="mono">
            {order.order_number}
          </Link>
          <span className="mono soft small block">{order.order_id}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: texts.state,
      place: 'heading',
      render: ({ state }) => <Mark tone={TONES[state]}>{texts[state]}</Mark>,
    },
    { key: 'voucher', title: texts.voucher, render: (order) => <VoucherName order={order} /> },
    { key: 'vouchers', title: texts.vouchers, align: 'right', render: ({ vouchers }) => vouchers },
    {
      key: 'used',
      title: texts.used,
      align: 'right',
      render: (order) => <span className="number">{`${order.units_used} / ${order.units_total}`}</span>,
    },
    { key: 'price', title: texts.paidAmount, render: (order) => <PriceEffect order={order} /> },
    {
      key: 'promotion',
      title: texts.promotion,
      render: ({ promotion }) =>
        promotion === null ? (
          <span className="soft">{texts.noPromotion}</span>
        ) : (
          <PromotionName promotion={promotion} />
        ),
    },
    {
      key: 'payer',
      title: texts.payer,
      render: ({ promotion }) => (promotion === null ? null : <PromotionPayer promotion={promotion} />),
    },
    { key: 'oddities', title: odd.title, render: (order) => <OrderOddities order={order} /> },
    {
      key: 'came',
      title: texts.came,
      render: (order) => <span className="number">{hotelMinute(Date.parse(order.created_at))}</span>,
    },
  ];
}
