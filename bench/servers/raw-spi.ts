import { createServer } from 'node:http';
import { interfaces, queryPairs, sameSignature, signSpi, spiReply } from '@yuzhu/contract';
import { readBooking } from '../../packages/gateway/src/bookings/prepare.ts';
import { parseBody, readBody } from '../../packages/gateway/src/spi/read-message.ts';
import { listen } from './raw-http.ts';

/**
 * Raw node:http doing the work of the SPI request path by the same functions: signature over the raw bytes, nesting,
 * parse, validation, the booking's own reading, reply. No router, no hooks, no ids, no measurements, no record.
 */
export function startRawSpi(secret: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { url = '', headers } = request;
      const query = queryPairs(url.slice(url.indexOf('?') + 1));
      let status = 200;
      let reply: object;
      if (!sameSignature(signSpi(secret, query, body), String(headers['x-life-sign']))) {
        status = 401;
        reply = spiReply(13, 'signature invalid');
      } else {
        const parsed = parseBody(body, 32);
        const read = parsed.ok ? readBody(interfaces.booking, parsed.value) : parsed;
        if (!read.ok) reply = spiReply(read.refusal.code, read.refusal.reason);
        else {
          const booking = readBooking(read.value.message, Date.now());
          reply = booking.ok ? spiReply(0, 'success') : spiReply(booking.refusal.code, booking.refusal.reason);
        }
      }
      const text = JSON.stringify(reply);
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  });
  return listen(server);
}
