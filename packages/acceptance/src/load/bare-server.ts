import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least a partner can do, as a process of its own: reads the body, answers success. What a load test sees against it
// is what the generator and this machine cost by themselves.
const ANSWER = Buffer.from('{"data":{"error_code":0,"description":"success"}}');
const HEAD = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, HEAD).end(ANSWER));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
const end = () => process.exit(0);
process.on('SIGTERM', end);
process.on('disconnect', end);
