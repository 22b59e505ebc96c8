import { Button } from 'antd';
import { useState } from 'react';
import { PageHead } from '../../shared/frame.tsx';
import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
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
        <TermsForm key={editing.voucher_id} product={editing} onClose={() => setEditing(undefined)} />
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
        { key: 'creation', title: texts.creation, render: (product) => label(words, product.terms.creation_mode) },
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
            <Button size="small" onClick={() => onTerms(product)}>
              {texts.terms}
            </Button>
          ),
        },
      ]}
    />
  );
}
