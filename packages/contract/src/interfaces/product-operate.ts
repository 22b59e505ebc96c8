import { id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** Puts products on the shelf, takes them off, deletes them. The reply's `data` is an array. */
export const productOperate = openApi({
  name: 'product-operate',
  title: { zh: '商品上下架&删除', en: 'Operate products' },
  group: 'vouchers',
  method: 'POST',
  path: '/goodlife/v1/trip/product/operate/',
  scope: 'life.capacity.trip_product_operate',
  envelope: 'list',
  accountHeader: 'optional',
  limits: [
    { counts: 'items', max: 20, per: 'call', path: 'product_id_list', source: 'documented' },
    { counts: 'items', max: 200, perSeconds: 1, per: 'merchant', path: 'product_id_list', source: 'documented' },
  ],
  items: { list: '', key: 'product_id', verdict: 'code-text' },
  about: 'A gateway failure is visible in `extra` only, since `data` carries no error_code here.',
  request: object({
    account_id: id('root account', 'sdk'),
    op_type: int('1 on shelf, 2 off shelf (generic goods interface); 3 delete (inferred)', 'goods-api'),
    product_id_list: optional(list(id('product', 'sdk'), 'vouchers or goods; always sent', 'observed')),
  }),
  reply: list(
    object({
      product_id: text('product', 'sdk'),
      code: text('"0" = success; text', 'sdk'),
      message: text('reason', 'sdk'),
    }),
    'one verdict per product',
    'sdk',
  ),
});
