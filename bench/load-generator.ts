import { connect, type Socket } from 'node:net';
import { type LoadJob, type LoadResult, makeRequests } from './requests.ts';

/**
 * A process of its own that loads one address over raw keep-alive sockets: every request is built and signed before the
 * clock starts, so that it takes as little of the machine as can be. Jobs come by IPC, one at a time.
 */
process.on('message', (job: LoadJob) => {
  runLoad(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});

process.on('disconnect', () => process.exit(0));

async function runLoad(job: LoadJob): Promise<LoadResult> {
  const requests = makeRequests(job);
  const { hostname, port } = new URL(job.url);
  const latencies = new Float64Array(requests.length);
  const codes = new Map<string, number>();
  let next = 0;
  let done = 0;
  const sockets = await Promise.all(Array.from({ length: job.atOnce }, () => open(hostname, Number(port))));
  const start = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let sent = 0;
          let waiting = '';
          const send = () => {
            const request = requests[next++];
            if (request === undefined) {
              resolve();
              return;
            }
            sent = performance.now();
            socket.write(request);
          };
          socket.on('data', (chunk) => {
            waiting += chunk.toString('latin1');
            const reply = wholeReply(waiting);
            if (reply === undefined) return;
            latencies[done++] = performance.now() - sent;
            waiting = '';
            const code = codeOf(reply);
            codes.set(code, (codes.get(code) ?? 0) + 1);
            send();
          });
          socket.on('error', reject);
          socket.on('close', () => reject(new Error('the server hung up')));
          send();
        }),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) {
    socket.removeAllListeners('close');
    socket.destroy();
  }
  const sorted = latencies.subarray(0, done).sort();
  const at = (share: number) => sorted[Math.min(done - 1, Math.floor(done * share))] ?? 0;
  return { perSecond: done / seconds, p50: at(0.5), p99: at(0.99), codes: Object.fromEntries(codes) };
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The body when the answer is complete. Every server here sends content-length. */
function wholeReply(text: string): string | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /content-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  if (length === undefined) throw new Error('an answer without content-length');
  const body = text.slice(end + 4);
  return body.length < Number(length) ? undefined : body;
}

function codeOf(body: string): string {
  return /"error_code":(\d+)/.exec(body)?.[1] ?? 'none';
}
