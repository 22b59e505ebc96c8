import { HEADERS, signWebhook, VERIFY_WEBHOOK } from '@yuzhu/contract';
import type { Database, Random } from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import { findApplication, setWebhookUrl } from '../applications/store.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { usableAddress } from '../spi/addresses.ts';
import { exchange } from '../spi/exchange.ts';

const TIMEOUT_MS = 5000;

/**
 * Asks a webhook address for its challenge and stores it when it answers rightly: HTTP 200 and `{"challenge": <number>}`
 * (documented). The envelope has an empty client_key and an object as content, like the newer page (documented).
 * @throws AppError APPLICATION_UNKNOWN, ADDRESS_INVALID, CHALLENGE_FAILED
 */
export async function saveWebhookAddress(
  deps: { readonly db: Database; readonly dispatcher: Dispatcher; readonly random: Random },
  clientKey: string,
  address: string,
): Promise<void> {
  const application = await findApplication(deps.db, clientKey);
  if (application === undefined) throw SANDBOX_ERRORS.error('APPLICATION_UNKNOWN', { value: clientKey });
  const url = usableAddress(address);
  const challenge = deps.random.int(1_000_000_000);
  const body = Buffer.from(JSON.stringify({ event: VERIFY_WEBHOOK, client_key: '', content: { challenge } }));
  const headers = {
    'content-type': 'application/json',
    [HEADERS.messageId]: `verify-${challenge}`,
    [HEADERS.webhookSignature]: signWebhook(application.secret, body),
  };
  const raw = await exchange({ url, headers }, body, TIMEOUT_MS, deps.dispatcher, undefined);
  const reason = raw.verdict === 'answered' ? wrongAnswer(raw.status, raw.answer, challenge) : raw.reason;
  if (reason !== undefined) throw SANDBOX_ERRORS.error('CHALLENGE_FAILED', { value: url, reason });
  await setWebhookUrl(deps.db, clientKey, url);
}

function wrongAnswer(status: number | undefined, answer: Buffer | undefined, challenge: number): string | undefined {
  if (status !== 200) return `HTTP ${status}`;
  try {
    const reply: unknown = JSON.parse((answer ?? '').toString());
    const given = typeof reply === 'object' && reply !== null && 'challenge' in reply ? reply.challenge : undefined;
    return given === challenge ? undefined : 'the answer does not hold the challenge as a number';
  } catch {
    return 'the answer is not JSON';
  }
}
