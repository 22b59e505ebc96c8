import { type AnyRoute, createBrowserHistory, createRouter } from '@tanstack/react-router';
import { queryText } from './http.ts';
import { isDay } from './nights.ts';

/** Filters of a page, as they stand in the address. */
export type SearchTexts = Readonly<Record<string, unknown>>;

/**
 * A router for an area below `base`. Filters stand in the address as plain text: read as JSON, as the router would by
 * itself, an id of 19 digits would lose some.
 */
export function areaRouter(routeTree: AnyRoute, base: string) {
  return createRouter({
    routeTree,
    basepath: base,
    history: createBrowserHistory(),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => queryText(search),
  });
}

/*
 * Readers for filters. Anything may stand in an address: what a filter can not be is left out instead of shown as an error.
 */

/** A text, e.g. an id. */
export function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
}

/** An existing day. */
export function day(value: unknown): string | undefined {
  return typeof value === 'string' && isDay(value) ? value : undefined;
}

/** A whole number within bounds. */
export function whole(value: unknown, min: number, max: number): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

/** One of a list of words. */
export function oneOf<const Words extends readonly string[]>(value: unknown, words: Words): Words[number] | undefined {
  return words.find((one) => one === value);
}
