/** One step of a path. */
type Segment =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'where'; readonly name: string; readonly value: string };

/** A place a path leads to. `value` is undefined when there is nothing. */
export interface Found {
  /** The path with every wildcard and filter replaced by the index it met. */
  readonly path: string;
  readonly value: unknown;
}

const TOKEN = /\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\[\*\]|\['([^']*)'\]|\[\?\(@\.([A-Za-z_][\w-]*)\s*==\s*'([^']*)'\)\]/y;

/**
 * The part of JSONPath that conditions need: members, indices (also from the end), `[*]`, and the filter
 * `[?(@.name=='text')]`. A library would bring script expressions, which nobody wants in a report, or a filter grammar
 * larger than this file.
 * @throws RangeError when the path is none: paths are written by case authors, so that is a defect of the case
 */
export function parsePath(path: string): readonly Segment[] {
  if (!path.startsWith('$')) throw new RangeError(`a path begins with $: ${path}`);
  const segments: Segment[] = [];
  TOKEN.lastIndex = 1;
  while (TOKEN.lastIndex < path.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(path);
    if (token === null) throw new RangeError(`not a path from character ${at}: ${path}`);
    const [, member, index, quoted, name, value] = token;
    const named = member ?? quoted;
    if (named !== undefined) segments.push({ kind: 'member', name: named });
    else if (index !== undefined) segments.push({ kind: 'index', at: Number(index) });
    else if (name !== undefined && value !== undefined) segments.push({ kind: 'where', name, value });
    else segments.push({ kind: 'all' });
  }
  return segments;
}

/**
 * Everything a path leads to. A path without wildcards gives exactly one place, with `undefined` when it is not there; a
 * wildcard over nothing gives one such place too, so that a condition can not hold by finding nothing to look at.
 */
export function select(root: unknown, path: string): readonly Found[] {
  let places: Found[] = [{ path: '$', value: root }];
  for (const segment of parsePath(path)) places = places.flatMap((place) => step(place, segment));
  return places;
}

function step({ path, value }: Found, segment: Segment): Found[] {
  switch (segment.kind) {
    case 'member':
      return [{ path: `${path}.${segment.name}`, value: member(value, segment.name) }];
    case 'index': {
      const list = Array.isArray(value) ? value : [];
      return [{ path: `${path}[${segment.at}]`, value: list.at(segment.at) }];
    }
    case 'all':
      return Array.isArray(value) && value.length > 0
        ? value.map((item: unknown, at) => ({ path: `${path}[${at}]`, value: item }))
        : [{ path: `${path}[*]`, value: undefined }];
    case 'where': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [];
      const met = list.flatMap((item, at) =>
        String(member(item, segment.name)) === segment.value ? [{ path: `${path}[${at}]`, value: item }] : [],
      );
      return met.length > 0 ? met : [{ path: `${path}[?(@.${segment.name}=='${segment.value}')]`, value: undefined }];
    }
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
