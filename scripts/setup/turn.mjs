import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { explain } from './say.mjs';

/** One set-up at a time per folder: two terminals may start at once. */
export async function takeTurn(root) {
  const folder = join(root, '.yuzhu');
  const file = join(folder, 'setup.lock');
  await mkdir(folder, { recursive: true });
  let told = false;
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    if (pid > 0 && !isAlive(pid)) await rm(file, { force: true });
    else {
      if (!told) explain('另一个终端正在准备，等待它完成。', 'Another terminal is setting up: waiting for it.');
      told = true;
      await delay(300);
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
