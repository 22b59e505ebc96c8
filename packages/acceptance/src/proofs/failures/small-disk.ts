import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';

const run = promisify(execFile);

/** A file system of a fixed size. */
export interface SmallDisk {
  readonly folder: string;
  /** Writes a file until nothing more goes in. */
  fill(): Promise<void>;
  /** Removes that file. */
  clear(): Promise<void>;
  /** Takes it away with all that is on it. */
  close(): Promise<void>;
}

/**
 * Mounts a file system in memory with a fixed size (tmpfs): full is full, and nothing else of the machine is touched.
 * @throws AppError PROOF_NOT_HERE for anybody but root, or where mounting is not allowed
 */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const notHere = (zh: string, en: string) =>
    ACCEPTANCE_ERRORS.error('PROOF_NOT_HERE', { reason_zh: zh, reason_en: en });
  if (process.getuid?.() !== 0) {
    throw notHere(
      '需要 root 权限来挂载一个固定大小的 tmpfs',
      'only root may mount a file system of a fixed size (tmpfs)',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'yuzhu-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'yuzhu-proof', folder]).catch(
    async (error: { stderr?: string }) => {
      await rmdir(folder);
      const reason = String(error.stderr ?? error).trim();
      throw notHere(`此处不允许挂载 tmpfs（${reason}）`, `a tmpfs can not be mounted here (${reason})`);
    },
  );
  await chmod(folder, 0o755);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: async () => {
      const file = await open(ballast, 'a');
      try {
        // Large pieces first, then small ones: the database shall not find a gap.
        for (const size of [1 << 20, 1 << 12]) {
          const piece = Buffer.alloc(size, 1);
          for (;;) {
            const full = await file.write(piece).then(
              ({ bytesWritten }) => bytesWritten < size,
              (error: NodeJS.ErrnoException) => {
                if (error.code !== 'ENOSPC') throw error;
                return true;
              },
            );
            if (full) break;
          }
        }
      } finally {
        await file.close();
      }
    },
    clear: () => rm(ballast, { force: true }),
    close: async () => {
      // Lazily: a process that still has the folder open must not keep it for ever.
      await run('umount', ['--lazy', folder]);
      await rmdir(folder);
    },
  };
}
