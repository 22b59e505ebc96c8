import { interfaces } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { makeMessage } from './make.ts';
import { encode, type FuzzMessage, type MessageKind } from './message.ts';
import { PLANS, targets } from './plans.ts';
import { Made, type Source, sendersOf, type World, type WorldIds } from './world.ts';

const ids = (digit: string): WorldIds => {
  const list = [`75${digit}0000000000000001`, `75${digit}0000000000000002`];
  return {
    accounts: list.slice(0, 1),
    hotels: list,
    rooms: list,
    ratePlans: list,
    outRatePlans: list,
    vouchers: list,
    outVouchers: list,
    platformOrders: list,
    platformBookings: list,
    outOrders: list,
  };
};
const SECRET = '5f0c9b7a3e1d48269a7bc4d2e8f01357';
const world: World = {
  own: { clientKey: 'own', clientSecret: SECRET, token: 'clt.own' },
  other: { clientKey: 'other', clientSecret: SECRET, token: 'clt.other' },
  account: '7510000000000000001',
  ids: ids('1'),
  foreign: ids('9'),
  now: Date.UTC(2026, 8, 1, 2),
  recorded: new Map(),
};
const sourceOf = (seed: string): Source => ({ world, random: seededRandom(seed), made: new Made() });

describe('fuzzing of the contract', () => {
  it('has a plan for every interface of the registry, and for no other', () => {
    expect(Object.keys(PLANS).sort()).toEqual(Object.keys(interfaces).sort());
    for (const { weight } of targets()) expect(weight).toBeGreaterThan(0);
  });

  it.each(targets().map((target) => [target.interface.name, target] as const))(
    'makes messages of every kind for %s, and the same ones from the same seed',
    (name, target) => {
      const make = (): readonly FuzzMessage[] => {
        const source = sourceOf(name);
        let parent: FuzzMessage | undefined;
        return Array.from({ length: 120 }, (_, at) => {
          const message = makeMessage(source, target, at % 3 === 0 ? parent : undefined);
          parent = message;
          return message;
        });
      };
      const messages = make();
      const kinds = new Set<MessageKind>(messages.map(({ kind }) => kind));
      expect(kinds).toEqual(new Set(['valid', 'nearly', 'hostile']));
      const bytes = (all: readonly FuzzMessage[]) =>
        all.map((message) => encode(target.interface, message, sendersOf(world)).bytes.toString('base64'));
      expect(bytes(make())).toEqual(bytes(messages));
      expect(new Set(bytes(messages)).size).toBeGreaterThan(60);
    },
  );
});
