import { Button } from 'antd';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { useClearOrderAttention, type VoucherOrder } from '../api/orders.ts';
import { ATTENTION } from '../bookings/texts.ts';
import { ORDERS } from './texts.ts';

/** What is odd about a voucher order, until a person has seen it. */
export function Oddities({ order }: { readonly order: VoucherOrder }) {
  const texts = useTexts(ORDERS);
  const words = useTexts(ATTENTION);
  const clear = useClearOrderAttention();
  if (order.attention.length === 0) return null;
  return (
    <>
      <ul className="bullets small">
        {order.attention.map((one) => (
          <li key={one}>{label(words, one)}</li>
        ))}
      </ul>
      {clear.error === null ? null : <ProblemNote error={clear.error} />}
      <Button size="small" loading={clear.isPending} onClick={() => clear.mutate(order.order_id)}>
        {texts.seen}
      </Button>
    </>
  );
}
