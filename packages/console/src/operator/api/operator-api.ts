import { type Call, call } from '../../shared/http.ts';

/** Calls the interface of the platform's operator. It has no login: the sandbox listens on this machine only. */
export function operatorApi<Reply>(path: string, options: Call = {}): Promise<Reply> {
  return call<Reply>(`/operator/v1${path}`, options);
}
