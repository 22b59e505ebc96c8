import { listAccounts } from '../../accounts/provision.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { adminRoute } from '../route.ts';
import { accountView, toAccount } from './views.ts';

export default adminRoute({
  operation: 'listAccounts',
  method: 'GET',
  path: '/accounts',
  group: 'operator',
  title: { zh: '商家总户列表', en: 'List accounts' },
  query: pageQuery,
  reply: page(accountView, 'accounts in order of id'),
  handle: async ({ db }, { query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await listAccounts(db, after?.[0] ?? '', limit + 1);
    return toPage(rows, limit, (row) => [row.account_id], toAccount);
  },
});
