import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bilingual } from '@yuzhu/contract';
import { freePort, openDatabase } from '@yuzhu/runtime';
import { HttpClient } from '../../../actors/http.ts';
import { waitFor } from '../../../wait.ts';
import { type ClusterProcess, killQuietly, startProcess } from './process.ts';
import { haproxySettings, type NodePlan, patroniSettings } from './settings.ts';
import { clusterSoftware } from './software.ts';

/** How one server stands, in Patroni's words. */
export interface MemberView {
  readonly name: string;
  /** `leader`, `sync_standby`, `replica`. */
  readonly role: string;
  /** `running`, `streaming`, `stopped`, ... */
  readonly state: string;
}

/** Three servers, an arbiter and the address before them. */
export interface Cluster {
  /** The address that leads to the leader. */
  readonly url: string;
  /** How the servers stand, as the first that answers sees it. */
  members(): Promise<readonly MemberView[]>;
  /** The name of the leader; undefined while there is none. */
  leader(): Promise<string | undefined>;
  /** SIGKILL of a server and of its Patroni. */
  kill(name: string): Promise<void>;
  /** Starts both again. */
  start(name: string): void;
  /** Resolves when all three stand, one of them as the synchronous one. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

const NAMES = ['node1', 'node2', 'node3'] as const;
const DATABASE = 'yuzhu';

/** Starts a cluster on loopback, in a folder of its own. @throws AppError PROOF_NOT_HERE, NEVER_CAME */
export async function startCluster(onStep: (text: Bilingual) => void): Promise<Cluster> {
  const software = await clusterSoftware(onStep);
  const { owner } = software;
  const folder = await mkdtemp(join(tmpdir(), 'yuzhu-cluster-'));
  const processes = new Map<string, ClusterProcess>();
  const path = `${software.postgres}:/usr/bin:/bin`;
  const nodes: NodePlan[] = [];
  const ownFolder = async (name: string): Promise<string> => {
    const made = join(folder, name);
    await mkdir(made, { mode: 0o700 });
    if (owner !== undefined) await chown(made, owner.uid, owner.gid);
    return made;
  };
  const start = (name: string, file: string, args: readonly string[], at: string) => {
    processes.set(name, startProcess(file, args, { owner, folder: at, logFile: join(folder, `${name}.log`), path }));
  };
  const startNode = (name: string) => {
    const { folder: at } = nodes.find((one) => one.name === name) as NodePlan;
    start(name, software.patroni, [join(at, 'patroni.yml')], at);
  };
  const postmaster = async ({ folder: at }: NodePlan): Promise<number | undefined> => {
    const text = await readFile(join(at, 'data/postmaster.pid'), 'utf8').catch(() => undefined);
    const pid = Number(text?.split('\n', 1)[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  };
  const members = async (): Promise<readonly MemberView[]> => {
    for (const { name, restPort } of nodes) {
      if (!processes.has(name)) continue;
      const http = new HttpClient({ baseUrl: `http://127.0.0.1:${restPort}`, connections: 1, timeoutMs: 2000 });
      try {
        return (await http.get<{ members: MemberView[] }>('/cluster')).members;
      } catch {
        // Dead or not there yet: another one is asked.
      } finally {
        await http.close();
      }
    }
    return [];
  };
  const leader = async () =>
    (await members()).find(({ role, state }) => role === 'leader' && state === 'running')?.name;
  const complete = async () => {
    await waitFor(
      members,
      (all) =>
        all.length === NAMES.length &&
        all.some(({ role, state }) => role === 'leader' && state === 'running') &&
        all.some(({ role }) => role === 'sync_standby') &&
        all.every(({ state }) => state === 'running' || state === 'streaming'),
      { what: 'a leader, a synchronous standby and a third server', limitMs: 180_000, everyMs: 250 },
    );
  };
  const close = async () => {
    // First those who would start a server again.
    for (const name of NAMES) await processes.get(name)?.end('SIGKILL');
    for (const node of nodes) {
      const pid = await postmaster(node);
      if (pid === undefined) continue;
      killQuietly(pid, 'SIGQUIT');
    }
    for (const name of ['haproxy', 'etcd']) await processes.get(name)?.end('SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  };

  try {
    await chmod(folder, 0o755);
    const password = randomBytes(16).toString('hex');
    const [etcdPort, peerPort, frontPort] = [await freePort(), await freePort(), await freePort()];
    const etcdFolder = await ownFolder('etcd');
    const client = `http://127.0.0.1:${etcdPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    onStep({
      zh: `启动 etcd、三个由 Patroni 管理的 PostgreSQL 与 HAProxy（${folder}）`,
      en: `starting etcd, three PostgreSQL servers under Patroni, and HAProxy (${folder})`,
    });
    start(
      'etcd',
      software.etcd,
      [
        ...['--name', 'proof', '--data-dir', join(etcdFolder, 'data')],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `proof=${peer}`],
      ],
      etcdFolder,
    );
    for (const name of NAMES) {
      const node = { name, port: await freePort(), restPort: await freePort(), folder: await ownFolder(name) };
      nodes.push(node);
      const file = join(node.folder, 'patroni.yml');
      await writeFile(file, patroniSettings(node, etcdPort, password, software.postgres), { mode: 0o600 });
      if (owner !== undefined) await chown(file, owner.uid, owner.gid);
    }
    const front = join(folder, 'haproxy.cfg');
    await writeFile(front, haproxySettings(frontPort, nodes), { mode: 0o644 });
    start('haproxy', software.haproxy, ['-db', '-f', front], folder);
    for (const name of NAMES) startNode(name);
    await complete();
    const server = `postgres://postgres:${password}@127.0.0.1:${frontPort}/postgres`;
    await createDatabase(server);
    const url = new URL(server);
    url.pathname = `/${DATABASE}`;
    return {
      url: url.toString(),
      members,
      leader,
      complete,
      kill: async (name) => {
        const node = nodes.find((one) => one.name === name) as NodePlan;
        const pid = await postmaster(node);
        await processes.get(name)?.end('SIGKILL');
        processes.delete(name);
        if (pid !== undefined) killQuietly(pid, 'SIGKILL');
      },
      start: startNode,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createDatabase(url: string): Promise<void> {
  const database = openDatabase(url, { name: 'yuzhu proof', max: 1 });
  try {
    await waitFor(
      () =>
        database.ping().then(
          () => true,
          () => false,
        ),
      (there) => there,
      { what: 'the leader behind HAProxy', limitMs: 30_000, everyMs: 250 },
    );
    await database.execute(
      `CREATE DATABASE ${DATABASE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
  } finally {
    await database.close();
  }
}
