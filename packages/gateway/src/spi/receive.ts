import type { IncomingMessage, ServerResponse } from 'node:http';

/** The raw bytes of a call; undefined when there are more than the limit. */
export type Received = Buffer | undefined;

const NO_BYTES = Buffer.alloc(0);

/**
 * Takes a body as it comes off the wire. What is beyond the limit is read and thrown away, not kept: the caller gets an
 * answer instead of a broken connection. A call that breaks off is never handed on.
 */
export function receive(request: IncomingMessage, limit: number, done: (body: Received) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) chunks = [];
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (size > limit) done(undefined);
    else done(chunks.length === 1 ? (chunks[0] as Buffer) : size === 0 ? NO_BYTES : Buffer.concat(chunks, size));
  });
  request.on('error', nobodyThere);
}

/** The connection broke: there is nobody to answer, and nothing was begun. */
function nobodyThere(): void {}

/** Answers JSON text. */
export function sendJson(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Resolves to whether all of an answer left; false when the connection broke before. Ask before it is sent. */
export function hasLeft(response: ServerResponse): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(response.writableFinished));
  });
}
