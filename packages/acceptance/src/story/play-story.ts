import { Guest } from '../actors/guest.ts';
import { type Commands, openStand, type Stand } from '../programs/stand.ts';
import { provisioning } from '../provision/provision.ts';
import { type StoryEvent, type StoryListener, Tally } from '../report/events.ts';
import { ontoThePlatform } from './chapters/01-onto-the-platform.ts';
import { oneStep } from './chapters/02-one-step.ts';
import { twoStep } from './chapters/03-two-step.ts';
import { twoRooms } from './chapters/04-two-rooms.ts';
import { byHand } from './chapters/05-by-hand.ts';
import { priceChanged } from './chapters/06-price-changed.ts';
import { lastRoom } from './chapters/07-last-room.ts';
import { deadline } from './chapters/08-deadline.ts';
import { byTheHour } from './chapters/09-by-the-hour.ts';
import { stays } from './chapters/10-stays.ts';
import { bills } from './chapters/11-bills.ts';
import { replay } from './chapters/12-replay.ts';
import { pushNotWritten } from './chapters/13-push-not-written.ts';
import { staticInformation } from './chapters/14-static-information.ts';
import { beforeTax } from './chapters/15-before-tax.ts';
import { reconcile } from './chapters/16-reconcile.ts';
import { STORY_HOTEL, STORY_START } from './plan.ts';
import type { Merchant, Play } from './play.ts';
import { Stage } from './stage.ts';

/** How the story is played. */
export interface StoryOptions {
  readonly commands: Commands;
  /** A PostgreSQL server; a database is made there and dropped at the end. */
  readonly serverUrl: string;
  /** Gets every event as it happens. */
  readonly tell: StoryListener;
  /** Ends the story at its next step; both programs are stopped and the database dropped all the same. */
  readonly signal?: AbortSignal;
  /** Keeps the database for a look. */
  readonly keep?: boolean;
  readonly onOutput?: (program: string, text: string) => void;
}

/** What came of it. */
export interface StoryResult {
  readonly passed: number;
  readonly failed: number;
  /** Name of the database, when it was kept. */
  readonly database: string | undefined;
}

const CHAPTERS: readonly ((play: Play) => Promise<void>)[] = [
  oneStep,
  twoStep,
  twoRooms,
  byHand,
  priceChanged,
  lastRoom,
  deadline,
  byTheHour,
  stays,
  bills,
  replay,
  pushNotWritten,
  staticInformation,
  beforeTax,
  reconcile,
];

/** Plays the whole story with both programs as processes of their own, and tells it as it happens. */
export async function playStory(options: StoryOptions): Promise<StoryResult> {
  const begun = performance.now();
  const tally = new Tally();
  const tell: StoryListener = (event) => {
    tally.add(event);
    options.tell(event);
  };
  const { commands, serverUrl, onOutput } = options;
  const stand = await openStand({
    commands,
    serverUrl,
    label: 'story',
    env: {
      YUZHU_SANDBOX_CLOCK_START: STORY_START,
      YUZHU_SANDBOX_CLOCK_RATE: '0',
      YUZHU_SANDBOX_SEED: 'story',
      // Often enough to be seen, seldom enough to be read.
      YUZHU_SANDBOX_ARI_PULL_EVERY: '12h',
    },
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  try {
    await playOn(stand, tell, options.signal);
  } finally {
    await stand.close(options.keep);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const end: StoryEvent = { type: 'end', passed: tally.passed, failed: tally.failed, seconds };
  options.tell(end);
  return { passed: tally.passed, failed: tally.failed, database: options.keep ? stand.database.name : undefined };
}

async function playOn(stand: Stand, tell: StoryListener, signal: AbortSignal | undefined): Promise<void> {
  const { gatewayUrl, sandboxUrl, adminKey, operator } = stand;
  const merchants: Merchant[] = [];
  const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: STORY_HOTEL, keyLabel: 'story' });
  merchants.push(setUp.soFar);
  const stage = new Stage({
    operator,
    hotels: () => merchants.flatMap((merchant) => merchant().hotel ?? []),
    secretOf: (key) => merchants.map((merchant) => merchant()).find((one) => one.clientKey === key)?.clientSecret ?? '',
    tell,
    signal,
  });
  const users = await operator.users();
  const guests = users.map(({ user_id, name }) => new Guest(sandboxUrl, { userId: user_id, name }));
  try {
    await ontoThePlatform(stage, setUp.steps);
    const play: Play = {
      stage,
      world: setUp.result(),
      guests,
      stand,
      enter: (merchant) => void merchants.push(merchant),
      kept: { orders: [], stays: {}, ended: [] },
    };
    for (const chapter of CHAPTERS) await chapter(play);
  } finally {
    await Promise.all(guests.map((one) => one.close()));
    await Promise.all(merchants.map((merchant) => merchant().hotel?.close()));
  }
}
