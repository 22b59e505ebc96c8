import { type Database, seededRandom, statement } from '@yuzhu/runtime';
import type { Fault, FaultRule, FaultSwitch } from './fault.ts';
import { readFaultRule } from './rule.ts';

const COLUMNS = `rule_id::text AS id, interface AS "interfaceName", direction, fault, probability, next_left AS "nextLeft",
  seen, spoilt`;

interface RuleRow extends Omit<FaultRule, 'pick'> {
  readonly probability: number | null;
  readonly nextLeft: number | null;
}

const LOOK = statement(
  'sandbox.faults.look',
  'UPDATE sandbox.fault_rules SET seen = seen + 1 WHERE rule_id = $1 RETURNING seen',
);
const SPOIL = statement(
  'sandbox.faults.spoil',
  'UPDATE sandbox.fault_rules SET spoilt = spoilt + 1 WHERE rule_id = $1',
);
const USE_UP = statement(
  'sandbox.faults.use_up',
  `UPDATE sandbox.fault_rules SET seen = seen + 1, spoilt = spoilt + 1, next_left = next_left - 1
   WHERE rule_id = $1 AND next_left > 0 RETURNING next_left AS "nextLeft"`,
);

/**
 * Opens the switch. Rules are kept in the database and, since one sandbox owns it, in memory too: with none set an
 * exchange costs no query. `seed` and the number of the draw decide, so the same run is spoilt the same way again.
 */
export async function openFaults(db: Database, seed: string): Promise<FaultSwitch> {
  let rules: RuleRow[] = await readRules(db);
  const reload = async () => {
    rules = await readRules(db);
  };

  const fires = async (rule: RuleRow): Promise<boolean> => {
    if (rule.probability === null) {
      const left = await db.first<{ nextLeft: number }>(USE_UP, [rule.id]);
      if (left === undefined || left.nextLeft === 0) rules = rules.filter((one) => one.id !== rule.id);
      return left !== undefined;
    }
    const draw = await db.first<{ seen: number }>(LOOK, [rule.id]);
    if (draw === undefined) return false;
    const hit = seededRandom(`${seed}/fault/${rule.id}/${draw.seen}`).next() < rule.probability;
    if (hit) await db.execute(SPOIL, [rule.id]);
    return hit;
  };

  return {
    decide: async (interfaceName, direction): Promise<Fault | undefined> => {
      for (const rule of rules) {
        if (rule.direction !== direction || !(rule.interfaceName === '*' || rule.interfaceName === interfaceName))
          continue;
        if (rule.nextLeft === 0) continue;
        if (await fires(rule)) return rule.fault;
      }
      return undefined;
    },
    add: async (input) => {
      const { interfaceName, direction, fault, pick } = readFaultRule(input);
      const row = await db.one<RuleRow>(
        `INSERT INTO sandbox.fault_rules (interface, direction, fault, probability, next_left)
         VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
        [
          interfaceName,
          direction,
          JSON.stringify(fault),
          'probability' in pick ? pick.probability : null,
          'next' in pick ? pick.next : null,
        ],
      );
      await reload();
      return ruleOf(row);
    },
    list: async () => (await readRules(db)).map(ruleOf),
    remove: async (id) => {
      const removed = /^\d{1,18}$/.test(id)
        ? await db.execute('DELETE FROM sandbox.fault_rules WHERE rule_id = $1', [id])
        : 0;
      await reload();
      return removed === 1;
    },
    clear: async () => {
      await db.execute('DELETE FROM sandbox.fault_rules');
      await reload();
    },
  };
}

function readRules(db: Database): Promise<RuleRow[]> {
  return db.query<RuleRow>(`SELECT ${COLUMNS} FROM sandbox.fault_rules ORDER BY rule_id`);
}

function ruleOf({ probability, nextLeft, ...rule }: RuleRow): FaultRule {
  return { ...rule, pick: probability === null ? { next: nextLeft ?? 0 } : { probability } };
}
