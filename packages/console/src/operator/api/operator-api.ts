import { type Call, call } from '../../shared/http.ts';

/** A call of the operator interface as its reference names it. */
export type OperatorRoute = `${NonNullable<Call['method']>} /${string}`;

interface OperatorCall extends Omit<Call, 'method' | 'headers'> {
  /** Values of the `:name` parts of the path. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * Calls the sandbox's operator interface; it has no login, since the sandbox belongs on loopback. Routes are written out in
 * full, so that a test can see whether a page exists for every one of them.
 * @throws Problem
 */
export function operatorApi<Reply>(route: OperatorRoute, options: OperatorCall = {}): Promise<Reply> {
  const { params = {}, ...rest } = options;
  const [method, path = ''] = route.split(' ') as [NonNullable<Call['method']>, string];
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return call<Reply>(`/operator/v1${filled}`, { ...rest, method });
}
