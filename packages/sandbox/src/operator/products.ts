import Type from 'typebox';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { balances, listPostings, sumsOf } from '../ledger/store.ts';
import { readTerms } from '../terms/terms.ts';
import { decideAudit } from '../vouchers/audit.ts';
import { termsShape } from './shapes.ts';

const TAG = 'operator: products and money';
const text = Type.String();
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);

const auditShape = Type.Object({
  account_id: text,
  voucher_id: text,
  version: Type.Integer(),
  name: text,
  state: text,
  message: text,
  submitted_at: Type.Integer(),
  decided_at: orNull(Type.Integer()),
  logid: text,
});

/** Products, audits and the ledger. */
export function productRoutes(ctx: SandboxContext, prefix: string): readonly JsonRoute[] {
  const { db } = ctx;
  const audits = async (waitingOnly: boolean) => ({
    now: ctx.clock.now(),
    audits: await db.query<{
      account_id: string;
      voucher_id: string;
      version: number;
      name: string;
      state: string;
      message: string;
      submitted_at: number;
      decided_at: number | null;
      logid: string;
    }>(
      `SELECT account_id, voucher_id, version, document -> 'pre_sale_coupon_info' ->> 'coupon_name' AS name, state, message,
         submitted_ms AS submitted_at, decided_ms AS decided_at, logid
       FROM sandbox.voucher_versions WHERE NOT $1 OR state = 'auditing' ORDER BY submitted_ms DESC, voucher_id LIMIT 500`,
      [waitingOnly],
    ),
  });
  const auditsReply = Type.Object({ now: Type.Integer(), audits: Type.Array(auditShape) });

  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/products`,
      summary: { zh: '全部预售券', en: 'All vouchers with state, stock and terms' },
      tag: TAG,
      reply: Type.Object({
        products: Type.Array(
          Type.Object({
            account_id: text,
            voucher_id: text,
            out_id: text,
            name: text,
            shelf: text,
            latest_version: Type.Integer(),
            approved_version: orNull(Type.Integer()),
            sold: Type.Integer(),
            terms: termsShape,
          }),
        ),
      }),
      handle: async () => {
        const rows = await db.query<{
          account_id: string;
          voucher_id: string;
          out_id: string;
          name: string;
          shelf: string;
          latest_version: number;
          approved_version: number | null;
          sold: number;
        }>(
          `SELECT v.account_id, v.voucher_id, v.out_id, l.document -> 'pre_sale_coupon_info' ->> 'coupon_name' AS name, v.shelf,
             v.latest_version, v.approved_version, coalesce(s.sold, 0) AS sold
           FROM sandbox.vouchers v
           JOIN sandbox.voucher_versions l ON l.account_id = v.account_id AND l.voucher_id = v.voucher_id AND l.version = v.latest_version
           LEFT JOIN sandbox.voucher_sales s ON s.account_id = v.account_id AND s.voucher_id = v.voucher_id
           ORDER BY v.account_id, v.voucher_id LIMIT 500`,
        );
        return {
          products: await Promise.all(
            rows.map(async (row) => {
              const terms = await readTerms(db, row.account_id, row.voucher_id);
              return {
                ...row,
                terms: {
                  creation_mode: terms.creationMode,
                  docking: terms.docking,
                  accept_minutes: terms.acceptMinutes,
                  service_fee_bp: terms.serviceFeeBp,
                  commission_bp: terms.commissionBp,
                  creator_id: terms.creatorId,
                },
              };
            }),
          ),
        };
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/audits`,
      summary: { zh: '预售券审核', en: 'Audits of vouchers, newest first' },
      tag: TAG,
      query: Type.Object({
        waiting: Type.Optional(Type.Boolean({ description: 'only those that wait for a verdict' })),
      }),
      reply: auditsReply,
      handle: ({ query }) => audits(query.waiting ?? false),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/audits/:voucher_id/:version`,
      summary: { zh: '审核通过或驳回', en: 'Approve or reject now' },
      tag: TAG,
      params: Type.Object({
        voucher_id: Type.String({ minLength: 1, maxLength: 64 }),
        version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      }),
      body: Type.Object({ approve: Type.Boolean(), message: Type.Optional(Type.String({ maxLength: 500 })) }),
      reply: auditsReply,
      handle: async ({ params, body }) => {
        const row = await db.first<{ account_id: string }>(
          'SELECT account_id FROM sandbox.vouchers WHERE voucher_id = $1',
          [params.voucher_id],
        );
        const key = { accountId: row?.account_id ?? '', voucherId: params.voucher_id, version: params.version };
        const verdict = { approve: body.approve, ...(body.message === undefined ? {} : { message: body.message }) };
        if (row === undefined || !(await decideAudit(ctx, key, verdict)))
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'audit', value: `${params.voucher_id}/${params.version}` });
        return audits(false);
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/ledger`,
      summary: {
        zh: '总账：各账户余额，各币种合计恒为零',
        en: 'The ledger: balances of all accounts; of each currency their sum is nothing',
      },
      tag: TAG,
      query: Type.Object({ account_id: Type.Optional(Type.String({ maxLength: 64, description: 'merchant' })) }),
      reply: Type.Object({
        sum: Type.Integer({ description: 'of all of them, whatever the currency' }),
        sums: Type.Array(Type.Object({ currency: text, sum: Type.Integer() })),
        accounts: Type.Array(
          Type.Object({ ledger_account: text, currency: text, balance: Type.Integer({ description: 'fen' }) }),
        ),
      }),
      handle: async ({ query }) => {
        const accounts = await balances(db, query.account_id);
        return { sum: accounts.reduce((sum, { balance }) => sum + balance, 0), sums: sumsOf(accounts), accounts };
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/ledger/postings`,
      summary: { zh: '分录', en: 'Postings with their entries, newest first' },
      tag: TAG,
      query: Type.Object({
        account_id: Type.Optional(Type.String({ maxLength: 64, description: 'merchant' })),
        subject: Type.Optional(Type.String({ maxLength: 64, description: 'order or booking' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      }),
      reply: Type.Object({
        postings: Type.Array(
          Type.Object({
            posting_id: text,
            account_id: text,
            kind: text,
            subject: text,
            at: Type.Integer(),
            currency: text,
            entries: Type.Array(Type.Object({ account: text, amount: Type.Integer() })),
          }),
        ),
      }),
      handle: async ({ query }) => {
        const postings = await listPostings(db, {
          accountId: query.account_id,
          subject: query.subject,
          limit: query.limit ?? 200,
        });
        return { postings: postings.map((posting) => ({ ...posting, entries: [...posting.entries] })) };
      },
    }),
  ];
}
