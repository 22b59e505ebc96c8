import Type from 'typebox';
import { repairDrift } from '../../ari/watching/drift.ts';
import { input, optional, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'repairDifferences',
  method: 'POST',
  path: '/calendar/differences/repair',
  group: 'calendar',
  title: { zh: '修复差异', en: 'Repair the differences' },
  about: {
    zh: '把与平台最后确认内容不一致的晚次再次推送；平台已拒绝的除外。',
    en: 'Has the nights that differ told again, except those the platform refused.',
  },
  body: input({ hotel_id: optional(ownId('only this hotel')) }),
  status: 202,
  reply: Type.Object({ nights: Type.Integer({ description: 'nights of rate plans marked' }) }),
  handle: async (ctx, { caller, body }) => ({
    nights: await repairDrift(ctx, caller.accountId, { hotelId: body.hotel_id }),
  }),
});
