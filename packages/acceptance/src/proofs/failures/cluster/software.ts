import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bilingual } from '@yuzhu/contract';
import { ACCEPTANCE_ERRORS } from '../../../errors.ts';

const run = promisify(execFile);

/** Where the programs of a cluster are. */
export interface ClusterSoftware {
  readonly etcd: string;
  readonly patroni: string;
  readonly haproxy: string;
  /** Folder of PostgreSQL's programs. */
  readonly postgres: string;
  /** Who runs them: PostgreSQL refuses root. Undefined: whoever runs the proof. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** Debian's packages, each with why it is needed. */
const PACKAGES: Readonly<Record<string, string>> = {
  postgresql: 'the three database servers',
  patroni: 'elects a leader among them and makes another one take over',
  'python3-etcd': 'lets Patroni speak to etcd',
  'etcd-server': 'holds who the leader is',
  haproxy: 'one address that always leads to the leader',
};

const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/**
 * Finds the programs; installs Debian's packages when some are missing and root runs the proof.
 * @throws AppError PROOF_NOT_HERE
 */
export async function clusterSoftware(onStep: (text: Bilingual) => void): Promise<ClusterSoftware> {
  const found = await find();
  if (found !== undefined) return found;
  const names = Object.keys(PACKAGES);
  const list = names.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw ACCEPTANCE_ERRORS.error('PROOF_NOT_HERE', {
      reason_zh: `缺少 Debian 软件包（${list}），只有 root 能安装`,
      reason_en: `Debian's packages ${list} are missing, and only root may install them`,
    });
  }
  const why = names.map((name) => `${name} (${PACKAGES[name]})`).join(', ');
  onStep({ zh: `安装 Debian 软件包：${list}`, en: `installing Debian's packages: ${why}` });
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000 };
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], options).catch((error: unknown) => {
    const reason = String((error as { stderr?: string }).stderr || error)
      .trim()
      .split('\n')
      .slice(-2)
      .join(' ');
    throw ACCEPTANCE_ERRORS.error('PROOF_NOT_HERE', {
      reason_zh: `软件包安装失败（${reason}）；可先运行 apt-get update`,
      reason_en: `the packages can not be installed (${reason}); perhaps apt-get update helps`,
    });
  });
  const installed = await find();
  if (installed !== undefined) return installed;
  throw ACCEPTANCE_ERRORS.error('PROOF_NOT_HERE', {
    reason_zh: '安装之后仍找不到所需程序',
    reason_en: 'the programs are not where the packages put them',
  });
}

async function find(): Promise<ClusterSoftware | undefined> {
  const versions = existsSync(POSTGRES_VERSIONS) ? await readdir(POSTGRES_VERSIONS) : [];
  const version = versions.sort((a, b) => Number(b) - Number(a)).find((one) => Number(one) >= 15);
  const programs = {
    etcd: '/usr/bin/etcd',
    patroni: '/usr/bin/patroni',
    haproxy: '/usr/sbin/haproxy',
    postgres: join(POSTGRES_VERSIONS, version ?? '', 'bin'),
  };
  if (version === undefined || !Object.values(programs).every((path) => existsSync(path))) return undefined;
  if (process.getuid?.() !== 0) return { ...programs, owner: undefined };
  const number = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { ...programs, owner: { uid: await number('-u'), gid: await number('-g') } };
}
