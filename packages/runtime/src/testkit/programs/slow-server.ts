// Started by the test of shutdown: a server with one request that is answered when the test says so (SIGUSR2).
import { once } from 'node:events';
import { createServer, plainErrorReply } from '../../http-server.ts';
import { createLogger } from '../../log.ts';
import { createMetrics } from '../../metrics.ts';
import { systemRandom } from '../../random.ts';
import { createShutdown } from '../../shutdown.ts';

const log = createLogger({ name: 'slow', pretty: false });
const shutdown = createShutdown({ log });
let serverClosed = false;
const server = await createServer({
  name: 'slow',
  version: '0',
  log,
  metrics: createMetrics('slow'),
  random: systemRandom(),
  scopes: [
    {
      name: 'all',
      prefix: '',
      bodyLimit: 1000,
      body: 'json',
      errorReply: plainErrorReply,
      register: (app) => {
        app.get('/slow', async () => {
          log.info('slow begins');
          await once(process, 'SIGUSR2');
          return { done: true };
        });
      },
    },
  ],
});
process.on('SIGUSR2', () => undefined);
shutdown.add('database', () => log.info(`database closed ${serverClosed ? 'after' : 'before'} the server`));
shutdown.add('server', async () => {
  await server.close();
  serverClosed = true;
});
shutdown.install();
const { url } = await server.listen({ port: 0, variable: 'PORT' });
process.stdout.write(`ready ${url}\n`);
