import { saveApplication } from '../../accounts/provision.ts';
import { input, nameText, platformId } from '../fields.ts';
import { adminRoute } from '../route.ts';
import { applicationView, toApplication } from './views.ts';

export default adminRoute({
  operation: 'saveApplication',
  method: 'PUT',
  path: '/applications/{client_key}',
  group: 'operator',
  title: { zh: '登记应用', en: 'Register an application' },
  about: {
    zh: '登记开放平台应用及其密钥。密钥加密保存，之后不再显示；再次发送即更换。',
    en: 'Registers an application of the open platform with its secret. The secret is kept encrypted and never shown again; sending it again replaces it.',
  },
  params: { client_key: platformId('client key of the application') },
  body: input({ client_secret: nameText('client secret of the application') }),
  reply: applicationView,
  handle: async ({ db, keys, clock }, { params, body }) =>
    toApplication(
      await saveApplication(db, keys, { clientKey: params.client_key, secret: body.client_secret }, clock.now()),
    ),
});
