import { ACCEPTANCE_ERRORS } from '../errors.ts';
import type { LoadPlan } from './plan.ts';

/** Hosts the plan sends to, each once. */
function hostsOf({ partner }: Pick<LoadPlan, 'partner'>): string[] {
  const addresses = [partner.url, ...Object.values(partner.addresses).filter((address) => !address.startsWith('/'))];
  return [...new Set(addresses.map((address) => new URL(address).hostname))];
}

/** Whether a host is this machine. Only names and numbers that can mean nothing else. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Load goes to this machine only, unless the person has named the other host and so said that it may be loaded.
 * @throws AppError LOAD_TARGET_FOREIGN
 */
export function checkTarget(plan: Pick<LoadPlan, 'partner'>, permitted: readonly string[]): void {
  const foreign = hostsOf(plan).find((host) => !isLoopback(host) && !permitted.includes(host));
  if (foreign !== undefined) throw ACCEPTANCE_ERRORS.error('LOAD_TARGET_FOREIGN', { host: foreign });
}
