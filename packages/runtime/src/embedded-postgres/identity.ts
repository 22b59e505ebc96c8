import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { RUNTIME_ERRORS } from '../runtime-errors.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; root therefore starts it as somebody else. */
export interface Identity {
  /** Owner the data folder must have on disk; undefined when an ordinary user starts PostgreSQL as himself. */
  readonly owner: Owner | undefined;
  /** The command line that runs a program under this identity. */
  command(program: string, args: readonly string[]): { readonly file: string; readonly args: readonly string[] };
  /** Options for `spawn` that go with it. */
  readonly spawnOptions: { readonly uid?: number; readonly gid?: number };
  /** For the log: `self`, `setuid`, `unshare` or `setpriv`. */
  readonly way: 'self' | 'setuid' | 'unshare' | 'setpriv';
}

/** An owner of files. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`, the same number on every Linux. */
const NOBODY: Owner = { uid: 65534, gid: 65534 };

/**
 * Chooses how to run PostgreSQL. As root: `nobody` by setuid where nobody can enter the folders; else a user namespace
 * in which root carries another number; else `nobody` with the one capability to pass closed folders (what a container
 * without user namespaces still allows).
 * @param folders Must be reachable: the binaries and the data folder's parent.
 * @param dataOwner Owner of the existing data, if any: data that an ordinary user made stay his.
 * @throws AppError POSTGRES_NO_USER
 */
export async function chooseIdentity(folders: readonly string[], dataOwner: Owner | undefined): Promise<Identity> {
  if (process.getuid?.() !== 0) return SELF;
  if (dataOwner !== undefined && dataOwner.uid !== 0 && dataOwner.uid !== NOBODY.uid) return setuid(dataOwner);
  if ((await Promise.all(folders.map((folder) => isOpenToAll(folder)))).every(Boolean)) return setuid(NOBODY);
  const reasons: string[] = ['other users can not enter the folders'];
  for (const identity of [UNSHARE, SETPRIV]) {
    const { file, args } = identity.command('/bin/true', []);
    try {
      await run(file, [...args]);
      return identity;
    } catch (error) {
      reasons.push(`${identity.way}: ${String((error as { stderr?: string }).stderr || error).trim()}`);
    }
  }
  throw RUNTIME_ERRORS.error('POSTGRES_NO_USER', { reason: reasons.join('; ') });
}

const SELF: Identity = { owner: undefined, way: 'self', spawnOptions: {}, command: (file, args) => ({ file, args }) };

function setuid({ uid, gid }: Owner): Identity {
  return { owner: { uid, gid }, way: 'setuid', spawnOptions: { uid, gid }, command: (file, args) => ({ file, args }) };
}

/** Inside the namespace root is called nobody; on disk its files still belong to root. */
const UNSHARE: Identity = {
  owner: { uid: 0, gid: 0 },
  way: 'unshare',
  spawnOptions: {},
  command: (program, args) => ({
    file: 'unshare',
    args: ['--user', `--map-user=${NOBODY.uid}`, `--map-group=${NOBODY.gid}`, '--', program, ...args],
  }),
};

const SETPRIV: Identity = {
  owner: NOBODY,
  way: 'setpriv',
  spawnOptions: {},
  command: (program, args) => ({
    file: 'setpriv',
    args: [
      ...[`--reuid=${NOBODY.uid}`, `--regid=${NOBODY.gid}`, '--clear-groups'],
      // Without the secure bit, access(2) would judge by the bare user and PostgreSQL would not find its own files.
      ...['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
      ...['--', program, ...args],
    ],
  }),
};

/** True when everybody may pass through a folder and all above it. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & constants.S_IXOTH) === 0) return false;
    if (path === dirname(path)) break;
  }
  return access(folder, constants.R_OK).then(
    () => true,
    () => false,
  );
}
