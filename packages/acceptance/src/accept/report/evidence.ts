import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hotelClock } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import type { RunResult } from '../run/results.ts';

/**
 * Writes the evidence of a run: one folder per logid with the very bytes of request and answer, and `logids.csv`, the
 * list a person works through in the platform's acceptance console. The bytes are not masked: that is what makes them
 * evidence, so the folder is readable by its owner only.
 */
export async function writeEvidence(result: RunResult, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const rows = ['case,mandatory,state,step,interface,caller,logid,time,http,ms'];
  const written = new Set<string>();
  for (const one of result.cases) {
    for (const [at, step] of one.steps.entries()) {
      for (const exchange of step.exchanges) {
        const { logid, interface: name, from, status, ms } = exchange;
        rows.push(
          [
            one.case.id,
            one.case.mandatory,
            one.state,
            at + 1,
            name,
            from,
            logid,
            hotelClock(exchange.at),
            status ?? exchange.fault ?? '',
            ms ?? '',
          ]
            .map(cell)
            .join(','),
        );
        const file = fileName(exchange, written);
        await writeExchange(join(folder, file), exchange);
      }
    }
  }
  await writeFile(join(folder, 'logids.csv'), `\ufeff${rows.join('\r\n')}\r\n`, { mode: 0o600 });
  return written.size;
}

/** The same bytes sent again carry the same logid: each sending has a folder of its own. */
function fileName({ logid, interface: name }: Recorded, written: Set<string>): string {
  const base = `${logid.replace(/[^0-9A-Za-z]/g, '') || 'no-logid'}-${name}`;
  let file = base;
  for (let copy = 2; written.has(file); copy++) file = `${base}-${copy}`;
  written.add(file);
  return file;
}

async function writeExchange(folder: string, one: Recorded): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { logid, interface: name, from, at, url, requestHeaders, status, ms, fault } = one;
  const about = { logid, interface: name, from, at: hotelClock(at), url, headers: requestHeaders, status, ms, fault };
  await writeFile(join(folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'request'), one.request, { mode: 0o600 });
  await writeFile(join(folder, 'response'), one.response, { mode: 0o600 });
}

function cell(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
