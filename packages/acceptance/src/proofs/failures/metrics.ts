import { HttpClient } from '../../actors/http.ts';
import type { Counts } from './report.ts';

/** The counters of one program, by name with labels; empty when it does not answer. */
export async function readCounters(baseUrl: string): Promise<ReadonlyMap<string, number>> {
  const http = new HttpClient({ baseUrl, connections: 1, timeoutMs: 5000 });
  try {
    const { text } = await http.exchange('GET', '/metrics');
    const counters = new Map<string, number>();
    for (const line of text.split('\n')) {
      const [, name, value] = /^([a-z_]+_total(?:\{.*\})?) ([0-9.e+]+)$/.exec(line) ?? [];
      if (name !== undefined) counters.set(name, Number(value));
    }
    return counters;
  } catch {
    return new Map();
  } finally {
    await http.close();
  }
}

/** Of the counters that rose: those that speak of failing. Those of a program that began anew count from zero. */
export function tellingRises(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Counts {
  const rises: Record<string, number> = {};
  for (const [name, value] of after) {
    const known = before.get(name) ?? 0;
    const rise = value < known ? value : value - known;
    if (rise > 0 && TELLING.test(name)) rises[name] = rise;
  }
  return rises;
}

const TELLING =
  /result="(failed|waiting)"|code="(13|100)"|status="5|lost|dropped|^platform_calls_total.*result="(retry|backoff|stop|authorise)"/;
