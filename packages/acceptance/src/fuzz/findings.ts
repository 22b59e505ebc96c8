import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FRAMINGS, type FuzzMessage, PROOFS } from './message.ts';
import type { World, WorldIds } from './world.ts';

/** Something that must not be, with the messages that show it; the last one is the one that did it. */
export interface Finding {
  readonly rule: string;
  readonly detail: string;
  readonly interface: string;
  /** Number of messages sent when it was seen. */
  readonly after: number;
  readonly messages: readonly FuzzMessage[];
  /** Where it was written to. */
  file?: string;
}

interface KeptMessage extends Omit<FuzzMessage, 'body'> {
  /** Text with `{{…}}` for ids of the world where the bytes allow it, else Base64. */
  readonly body: string;
  readonly encoding: 'text' | 'base64';
}

/** A finding as a file. */
interface FindingFile {
  readonly seed: string;
  readonly rule: string;
  readonly detail: string;
  readonly interface: string;
  readonly after: number;
  readonly messages: readonly KeptMessage[];
}

/** Names of everything that differs from run to run: id -> placeholder. */
function placeholders(world: World): [string, string][] {
  const named = (prefix: string, ids: WorldIds): [string, string][] =>
    (Object.entries(ids) as [string, readonly string[]][]).flatMap(([kind, list]) =>
      list.map((id, at): [string, string] => [id, `{{${prefix}.${kind}.${at}}}`]),
    );
  const pairs: [string, string][] = [
    [world.own.token, '{{own.token}}'],
    [world.other.token, '{{other.token}}'],
    ...named('ids', world.ids),
    ...named('foreign', world.foreign),
  ];
  // Longer ones first: one id may begin like another. Short ones could stand anywhere by chance.
  return pairs.filter(([id]) => id.length >= 6).sort(([a], [b]) => b.length - a.length);
}

/** Writes a finding into a folder; `yuzhu fuzz --replay` reads it. @returns the file's path */
export async function writeFinding(folder: string, number: number, seed: string, world: World, finding: Finding) {
  await mkdir(folder, { recursive: true });
  const { rule, detail, interface: name, after } = finding;
  const pairs = placeholders(world);
  const named = (text: string) => pairs.reduce((result, [id, word]) => result.replaceAll(id, word), text);
  const messages = finding.messages.map((message): KeptMessage => {
    const text = message.body.toString('utf8');
    const clean = Buffer.from(text).equals(message.body);
    return {
      ...message,
      query: named(message.query),
      body: clean ? named(text) : message.body.toString('base64'),
      encoding: clean ? 'text' : 'base64',
    };
  });
  const file: FindingFile = { seed, rule, detail, interface: name, after, messages };
  const path = join(folder, `${String(number).padStart(3, '0')}-${name}-${rule.replace(/\W+/g, '-')}.json`);
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`);
  return path;
}

/** Reads a finding's file. @throws SyntaxError or RangeError when it is none */
export async function readFinding(path: string): Promise<FindingFile> {
  const file = JSON.parse(await readFile(path, 'utf8')) as FindingFile;
  const fits = Array.isArray(file.messages) && file.messages.every((one) => isKnown(one));
  if (typeof file.seed !== 'string' || !fits) throw new RangeError(`${path} is not a finding of yuzhu fuzz`);
  return file;
}

function isKnown({ proof, framing, body }: KeptMessage): boolean {
  return PROOFS.includes(proof) && FRAMINGS.includes(framing) && typeof body === 'string';
}

/** The messages of a finding for another world. */
export function revive(file: FindingFile, world: World): readonly FuzzMessage[] {
  const pairs = placeholders(world);
  const filled = (text: string) => pairs.reduce((result, [id, word]) => result.replaceAll(word, id), text);
  return file.messages.map(({ encoding, ...message }) => ({
    ...message,
    query: filled(message.query),
    body: encoding === 'text' ? Buffer.from(filled(message.body)) : Buffer.from(message.body, 'base64'),
  }));
}
