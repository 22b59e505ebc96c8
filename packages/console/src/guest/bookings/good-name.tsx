import { useVouchers } from '../api/vouchers.ts';

/** Room and hotel of a booking. They come with the vouchers on sale; once none is, the dates have to do. */
export function GoodName({ ratePlanId }: { readonly ratePlanId: string }) {
  const good = useVouchers()
    .data?.flatMap(({ goods }) => goods)
    .find((one) => one.rate_plan_id === ratePlanId);
  return good === undefined ? null : (
    <p>
      {good.room} <span className="soft">· {good.hotel}</span>
    </p>
  );
}
