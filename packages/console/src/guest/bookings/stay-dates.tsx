/** From arrival to departure; neither day is torn apart at the end of a line. */
export function StayDates({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <>
      <span className="nowrap">{from}</span> <span className="nowrap">→ {to}</span>
    </>
  );
}
