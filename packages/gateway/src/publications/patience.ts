/** Clock ms. */
const A_PERSONS_MS = 3000;

/** How long a publication waits for its turn under the rate limits: a person waits a moment, the worker comes back later. */
export function patienceFor(patient: boolean): number {
  return patient ? A_PERSONS_MS : 0;
}
