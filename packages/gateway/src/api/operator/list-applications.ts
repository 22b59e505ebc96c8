import Type from 'typebox';
import { listApplications } from '../../accounts/provision.ts';
import { list } from '../fields.ts';
import { adminRoute } from '../route.ts';
import { applicationView, toApplication } from './views.ts';

export default adminRoute({
  operation: 'listApplications',
  method: 'GET',
  path: '/applications',
  group: 'operator',
  title: { zh: '应用列表', en: 'List applications' },
  reply: Type.Object({ items: list(applicationView, 'applications in order of client key') }),
  handle: async ({ db }) => ({ items: (await listApplications(db)).map(toApplication) }),
});
