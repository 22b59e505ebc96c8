import { id, int, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';

/** Credential of the application; the answer has its own envelope (`data` + `message`). */
export const token = openApi({
  name: 'token',
  title: { zh: '生成 client_token', en: 'Get a client token' },
  group: 'platform',
  method: 'POST',
  path: '/oauth/client_token/',
  scope: null,
  envelope: 'token',
  accountHeader: 'optional',
  limits: [{ counts: 'calls', max: 500, perSeconds: 300, per: 'application', source: 'documented' }],
  about:
    'A token lives two hours. Asking again gives a new one; the one before keeps working for five minutes and only the two newest live at all, so one token must be shared by all processes.',
  request: object({
    client_key: id('application id'),
    client_secret: text('application secret', 'documented', { personal: true }),
    grant_type: text('fixed `client_credential`', 'documented'),
  }),
  reply: object({
    access_token: optional(text('prefix `clt.`, on success')),
    expires_in: optional(int('seconds, 7200')),
  }),
});
