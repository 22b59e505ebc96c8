/** One database server with the Patroni that looks after it. */
export interface NodePlan {
  readonly name: string;
  readonly port: number;
  /** Patroni's own HTTP interface. */
  readonly restPort: number;
  readonly folder: string;
}

/** Seconds after which a leader that is not heard of is replaced: the least Patroni takes. */
export const LEADER_TTL_S = 20;

/**
 * Patroni's settings. Strict synchronous replication: a commit is acknowledged once a second server has it, and while
 * there is none nothing is acknowledged, so that nobody can lose what was acknowledged.
 */
export function patroniSettings(node: NodePlan, etcdPort: number, password: string, postgres: string): string {
  const { name, port, restPort, folder } = node;
  // JSON is YAML; written down by a program it can not be indented wrongly.
  return JSON.stringify({
    scope: 'yuzhu-proof',
    name,
    restapi: { listen: `127.0.0.1:${restPort}`, connect_address: `127.0.0.1:${restPort}` },
    etcd3: { host: `127.0.0.1:${etcdPort}` },
    bootstrap: {
      dcs: {
        ttl: LEADER_TTL_S,
        loop_wait: 2,
        retry_timeout: 5,
        synchronous_mode: true,
        synchronous_mode_strict: true,
        postgresql: {
          use_pg_rewind: true,
          parameters: { max_connections: 100, shared_buffers: '64MB', wal_log_hints: 'on', jit: 'off' },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C' }, 'data-checksums'],
    },
    postgresql: {
      listen: `127.0.0.1:${port}`,
      connect_address: `127.0.0.1:${port}`,
      data_dir: `${folder}/data`,
      bin_dir: postgres,
      pgpass: `${folder}/pgpass`,
      pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256'],
      authentication: {
        superuser: { username: 'postgres', password },
        replication: { username: 'replicator', password },
      },
      parameters: { unix_socket_directories: folder },
    },
  });
}

/** HAProxy's settings: one address, behind it whoever says of himself that he leads. */
export function haproxySettings(port: number, nodes: readonly NodePlan[]): string {
  return [
    'global',
    '  maxconn 400',
    'defaults',
    '  mode tcp',
    '  timeout connect 2s',
    '  timeout client 1h',
    '  timeout server 1h',
    '  retries 1',
    'listen leader',
    `  bind 127.0.0.1:${port}`,
    '  option httpchk GET /primary',
    '  http-check expect status 200',
    '  default-server inter 500ms fastinter 250ms fall 2 rise 1 on-marked-down shutdown-sessions',
    ...nodes.map(({ name, port: own, restPort }) => `  server ${name} 127.0.0.1:${own} check port ${restPort}`),
    '',
  ].join('\n');
}
