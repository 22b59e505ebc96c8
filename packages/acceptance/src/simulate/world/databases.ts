import pg from 'pg';

/** Makes and drops the databases of simulations on a server. */
export class Databases {
  readonly #url: string;
  readonly #prefix: string;
  #count = 0;

  constructor(serverUrl: string, prefix: string) {
    this.#url = serverUrl;
    this.#prefix = prefix;
  }

  /** An empty database, or a copy of another one. */
  async make(template?: string): Promise<{ readonly name: string; readonly url: string }> {
    const name = `${this.#prefix}_${this.#count++}`;
    await this.#run(
      template === undefined
        ? `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`
        : `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`,
    );
    for (const [setting, value] of SETTINGS) await this.#run(`ALTER DATABASE ${name} SET ${setting} = ${value}`);
    const address = new URL(this.#url);
    address.pathname = `/${name}`;
    return { name, url: address.toString() };
  }

  async drop(name: string): Promise<void> {
    await this.#run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  async #run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

/** Drops every database whose name begins so: those of workers that were ended in the middle. */
export async function dropSimulations(serverUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT quote_ident(datname) AS name FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/**
 * What crashes here are our programs, not the server: commits need not reach the disk. Everything whose choice depends on
 * the moment (parallel plans, shared scans) is off.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['synchronous_commit', 'off'],
  ['jit', 'off'],
  ['max_parallel_workers_per_gather', '0'],
  ['synchronize_seqscans', 'off'],
];
