import { Button } from 'antd';
import { useState } from 'react';
import { PageHead } from '../../shared/frame.tsx';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { useShelf } from '../api/back-office.ts';
import { type Product, useProducts } from '../api/products.ts';
import { OPERATOR, WORDS } from '../texts.ts';
import { TermsForm } from './terms.tsx';

/** All vouchers at the platform. */
export function ProductsPage() {
  const texts = useTexts(OPERATOR);
  const [editing, setEditing] = useState<Product>();
  return (
    <>
      <PageHead title={texts.products} />
      <Answer of={useProducts()}>
        {(products) =>
          products.length === 0 ? (
            <Nothing>{texts.noProducts}</Nothing>
          ) : (
            <ProductTable products={products} onTerms={setEditing} />
          )
        }
      </Answer>
      {editing === undefined ? null : (
        <TermsForm
          key={editing.voucher_id}
          owner={{ voucher_id: editing.voucher_id }}
          name={editing.name}
          terms={editing.terms}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

function ProductTable({
  products,
  onTerms,
}: {
  readonly products: readonly Product[];
  readonly onTerms: (product: Product) => void;
}) {
  const texts = useTexts(OPERATOR);
  const words = useTexts(WORDS);
  return (
    <Records
      label={texts.products}
      rows={products}
      rowKey={(product) => product.voucher_id}
      columns={[
        {
          key: 'voucher',
          title: texts.voucher,
          place: 'heading',
          render: (product) => (
            <>
              <strong>{product.name}</strong>
              <span className="mono soft small block">
                {product.voucher_id} · {product.out_id}
              </span>
            </>
          ),
        },
        {
          key: 'shelf',
          title: texts.shelf,
          render: (product) => (
            <Mark tone={product.shelf === 'on' ? 'good' : 'plain'}>{label(words, product.shelf)}</Mark>
          ),
        },
        {
          key: 'version',
          title: texts.approvedVersion,
          render: (product) => `${product.approved_version ?? '–'} / ${product.latest_version}`,
        },
        {
          key: 'sold',
          title: texts.sold,
          align: 'right',
          render: (product) => <span className="number">{product.sold}</span>,
        },
        {
          key: 'creation',
          title: texts.creation,
          render: ({ terms }) =>
            terms.docking === 'manual' ? label(words, terms.docking) : label(words, terms.creation_mode),
        },
        {
          key: 'accept',
          title: texts.accept,
          render: (product) => fill(texts.minutes, { n: product.terms.accept_minutes }),
        },
        {
          key: 'fees',
          title: texts.fees,
          render: ({ terms }) => (
            <span className="number">{`${terms.service_fee_bp / 100}% / ${terms.commission_bp / 100}%`}</span>
          ),
        },
        {
          key: 'terms',
          title: '',
          place: 'actions',
          render: (product) => (
            <span className="tools">
              <ShelfButton product={product} />
              <Button size="small" onClick={() => onTerms(product)}>
                {texts.terms}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}

/** Puts a voucher on the shelf by hand, or takes it off. */
function ShelfButton({ product }: { readonly product: Product }) {
  const texts = useTexts(OPERATOR);
  const shelf = useShelf();
  const tell = useTell();
  if (product.shelf === 'deleted') return null;
  const to = product.shelf === 'on' ? 'off' : 'on';
  return (
    <Button
      size="small"
      disabled={to === 'on' && product.approved_version === null}
      loading={shelf.isPending}
      onClick={() => void tell(shelf.mutateAsync({ voucherId: product.voucher_id, shelf: to }))}
    >
      {to === 'on' ? texts.putOn : texts.takeOff}
    </Button>
  );
}
