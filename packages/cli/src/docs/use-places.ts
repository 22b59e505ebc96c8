import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { interfaces } from '@yuzhu/contract';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Where an interface stands in the sources, as paths from the root of the tree. */
export interface UsePlaces {
  /** The file that defines it. */
  readonly contract: readonly string[];
  readonly sandbox: readonly string[];
  readonly gateway: readonly string[];
}

/**
 * Finds the places of every interface, by its short name. A place is a file that uses the interface's value
 * (`interfaces.stockSave`); one that only borrows its types does not serve or call it. Tests do not count.
 */
export function usePlaces(): ReadonlyMap<string, UsePlaces> {
  const contract = sources('packages/contract/src/interfaces');
  const sandbox = sources('packages/sandbox/src');
  const gateway = sources('packages/gateway/src');
  return new Map(
    Object.entries(interfaces).map(([key, { name }]) => {
      const used = new RegExp(`(?<!typeof )\\binterfaces\\.${key}\\b`);
      const defined = new RegExp(`^export const ${key} = (?:openApi|spi|webhook)\\(`, 'm');
      return [
        name,
        { contract: matching(contract, defined), sandbox: matching(sandbox, used), gateway: matching(gateway, used) },
      ];
    }),
  );
}

function sources(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(name)).sort();
  return new Map(files.map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')]));
}

function matching(files: ReadonlyMap<string, string>, pattern: RegExp): string[] {
  return [...files].filter(([, text]) => pattern.test(text)).map(([file]) => file);
}
