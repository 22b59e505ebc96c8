import { HttpClient, type HttpWay } from './http.ts';

/** An account as the gateway's operator sees it. */
export interface AdminAccount {
  readonly account_id: string;
  readonly client_key: string;
  readonly name: string;
}

/** How much a purge of load-test traffic removed. */
export interface PurgedStress {
  readonly bookings: number;
  readonly voucher_orders: number;
  readonly messages: number;
  readonly exchanges: number;
}

/** The operator of the gateway: applications, accounts, API keys. */
export class GatewayAdmin {
  readonly #http: HttpClient;

  constructor(gatewayUrl: string, adminKey: string, way: HttpWay = {}) {
    this.#http = new HttpClient({
      baseUrl: `${gatewayUrl}/admin/v1`,
      headers: { authorization: `Bearer ${adminKey}` },
      connections: 2,
      ...way,
    });
  }

  /** Registers an application of the open platform; sending it again replaces the secret. */
  async saveApplication(clientKey: string, clientSecret: string): Promise<void> {
    await this.#http.put(`/applications/${encodeURIComponent(clientKey)}`, { client_secret: clientSecret });
  }

  /** Makes or renames an account that authorised the application. */
  saveAccount(
    accountId: string,
    name: string,
    clientKey: string,
    /** Of a merchant outside the mainland; absent: as it was. */
    currency?: string,
  ): Promise<AdminAccount> {
    return this.#http.put(`/accounts/${encodeURIComponent(accountId)}`, {
      name,
      client_key: clientKey,
      ...(currency === undefined ? {} : { currency }),
    });
  }

  /** Makes an API key; the key itself is in this answer only. */
  createKey(accountId: string, label: string): Promise<{ readonly key_id: string; readonly key: string }> {
    return this.#http.post(`/accounts/${encodeURIComponent(accountId)}/api-keys`, { label });
  }

  /** Removes what load tests left, of all accounts. */
  purgeStress(): Promise<PurgedStress> {
    return this.#http.delete('/stress');
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }
}
