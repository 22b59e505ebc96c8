import { interfaceNamed } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { SANDBOX_ERRORS } from '../errors.ts';
import type { Fault, FaultDirection } from './fault.ts';

const realMs = Type.Integer({ minimum: 0, maximum: 600_000, description: 'real milliseconds' });
const clockMs = Type.Integer({ minimum: 0, maximum: 86_400_000, description: 'milliseconds of the platform clock' });

/** A fault rule as an operator writes it. */
export const faultRuleSchema = Type.Object({
  interfaceName: Type.String({ description: 'short name of an interface, or * for all of the direction' }),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')], {
    description: 'in: calls of the partner; out: calls of the platform and its notices',
  }),
  fault: Type.Union([
    Type.Object({ kind: Type.Literal('delay'), ms: realMs }),
    Type.Object({ kind: Type.Literal('timeout'), ms: realMs }),
    Type.Object({ kind: Type.Literal('status'), status: Type.Integer({ minimum: 400, maximum: 599 }) }),
    Type.Object({ kind: Type.Literal('lose-answer') }),
    Type.Object({ kind: Type.Literal('twice') }),
    Type.Object({ kind: Type.Literal('late-copy'), ms: clockMs }),
    Type.Object({ kind: Type.Literal('hold'), ms: clockMs }),
    Type.Object({ kind: Type.Literal('write-fails') }),
    Type.Object({
      kind: Type.Literal('items-busy'),
      share: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description: 'probability for each rate plan of the call',
      }),
    }),
  ]),
  pick: Type.Union([
    Type.Object({ probability: Type.Number({ exclusiveMinimum: 0, maximum: 1 }) }),
    Type.Object({ next: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  ]),
});

/** A fault rule that is about to be set. */
export type NewFaultRule = Static<typeof faultRuleSchema>;

const validator = Compile(faultRuleSchema);

/** Which kinds make sense in which direction. */
const DIRECTIONS: Readonly<Record<Fault['kind'], readonly FaultDirection[]>> = {
  delay: ['in', 'out'],
  timeout: ['in', 'out'],
  status: ['in', 'out'],
  'lose-answer': ['in', 'out'],
  twice: ['in', 'out'],
  'late-copy': ['out'],
  hold: ['out'],
  'write-fails': ['in'],
  'items-busy': ['in'],
};

/** Kinds that only these interfaces know what to make of. */
const ONLY_FOR: { readonly [Kind in Fault['kind']]?: readonly string[] } = {
  'write-fails': ['stock-save', 'price-save', 'ari-notify'],
  'items-busy': ['stock-save', 'price-save'],
};

/** Reads a rule. @throws AppError FAULT_RULE_INVALID */
export function readFaultRule(input: unknown): NewFaultRule {
  const invalid = (reason: string) => SANDBOX_ERRORS.error('FAULT_RULE_INVALID', { reason });
  if (!validator.Check(input)) {
    const [first] = validator.Errors(input);
    throw invalid(`${first?.instancePath || 'the rule'}: ${first?.message ?? 'not as described'}`);
  }
  const { interfaceName, direction, fault } = input;
  const one = interfaceNamed(interfaceName);
  if (interfaceName !== '*' && one === undefined) throw invalid(`there is no interface ${interfaceName}`);
  if (one !== undefined && (one.kind === 'openapi') !== (direction === 'in'))
    throw invalid(`${interfaceName} goes the other way`);
  if (!DIRECTIONS[fault.kind].includes(direction)) throw invalid(`${fault.kind} is for the other direction`);
  if (fault.kind === 'hold' && one !== undefined && one.kind !== 'webhook') throw invalid('hold is for webhooks');
  const only = ONLY_FOR[fault.kind];
  if (only !== undefined && !only.includes(interfaceName)) throw invalid(`${fault.kind} is for ${only.join(', ')}`);
  return input;
}
