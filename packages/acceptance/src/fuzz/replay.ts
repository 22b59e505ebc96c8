import type { Commands } from '../programs/stand.ts';
import { Attribution } from './attribution.ts';
import { readFinding, revive } from './findings.ts';
import { targets } from './plans.ts';
import { Sender, type Sent } from './send.ts';
import { openFuzzStand } from './set-up.ts';
import { StateWatch } from './state.ts';
import { LogWatch } from './watch-programs.ts';
import { sendersOf } from './world.ts';

/** What a finding shows when it is sent again. */
export interface Replayed {
  readonly rule: string;
  readonly interface: string;
  /** It still shows what was found. */
  readonly again: boolean;
  /** Every message with its answer, then what was seen beside it. */
  readonly lines: readonly string[];
}

/** Sends the messages of a finding to both programs in a fresh world of the same seed. */
export async function replayFinding(options: {
  readonly file: string;
  readonly commands: Commands;
  readonly serverUrl: string;
}): Promise<Replayed> {
  const file = await readFinding(options.file);
  const logs = new LogWatch();
  const own = await openFuzzStand({ ...options, seed: file.seed, onOutput: logs.onOutput });
  const { gatewayUrl, sandboxUrl } = own.stand;
  const sender = new Sender({
    gatewayUrl,
    sandboxUrl,
    senders: sendersOf(own.world),
    inFlight: 1,
    slowMs: 10_000,
    targets: targets(),
  });
  try {
    const state = await StateWatch.open(own.db);
    await state.settle(5000);
    const mark = await state.mark();
    const sent: Sent[] = [];
    for (const message of revive(file, own.world)) {
      // Twice, because some faults are two answers to the same bytes.
      sent.push(await sender.one(message), await sender.one(message));
    }
    await state.settle(5000);
    const told = await state.noticesOfPlatform();
    const writes = new Attribution(own.world).unexplained(sent, await state.writtenSince(mark), told);
    const broken = await state.broken();
    const answers = sent.map(({ answer, verdict }) => {
      const text = answer.kind === 'answer' ? `${answer.status} ${answer.body.toString('utf8')}` : answer.reason;
      return { told: verdict.fault?.rule, text: text.slice(0, 500) };
    });
    const seen = [
      ...answers.flatMap(({ told }) => (told === undefined ? [] : [told])),
      ...logs.faults.map(({ rule }): string => rule),
      ...writes.map(() => 'unexpected write'),
      ...broken.map(() => 'invariant broken'),
      ...(new Set(answers.map(({ text }) => text)).size > sent.length / 2 ? ['same bytes, another answer'] : []),
    ];
    const lines = [
      ...answers.map(({ text, told }) => `${text}${told === undefined ? '' : `  ✗ ${told}`}`),
      ...logs.faults.map(({ program, line }) => `${program}: ${line}`),
      ...writes.map(({ row, why }) => `${row.table} ${row.subject}: ${why}`),
      ...broken,
    ];
    return { rule: file.rule, interface: file.interface, again: seen.includes(file.rule), lines };
  } finally {
    sender.close();
    await own.close();
  }
}
