import { existsSync } from 'node:fs';
import { runQuietly } from './exec.mjs';
import { explain, progressLine } from './say.mjs';

const CHROMIUM = '/usr/bin/chromium';
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/**
 * Tests of the pages (`*.page.test.ts`) drive a real browser. Where it is missing it is installed from the system's own
 * registry, when that is allowed; else those tests are skipped and counted as skipped, and this says how to have them.
 */
export async function ensureBrowser() {
  if (existsSync(CHROMIUM)) return;
  const isRoot = process.getuid?.() === 0;
  const command = `${isRoot ? '' : 'sudo '}apt-get install -y ${PACKAGES.join(' ')}`;
  const skip = (zh, en) =>
    explain(
      `跳过页面测试：${zh}。需要时运行：${command}`,
      `The page tests are skipped: ${en}. To have them run: ${command}`,
    );
  if (process.env.YUZHU_SKIP_SYSTEM_PACKAGES)
    return skip('YUZHU_SKIP_SYSTEM_PACKAGES 已设置', 'YUZHU_SKIP_SYSTEM_PACKAGES is set');
  if (!existsSync('/usr/bin/apt-get')) return skip('不是 Debian/Ubuntu', 'this is not Debian or Ubuntu');
  if (!isRoot) return skip('安装浏览器需要 root', 'only root may install a browser');
  explain(
    '页面测试需要浏览器：正在用 apt 安装 chromium 和中文字体（下载约 200 MB）。',
    'The page tests need a browser: installing chromium and Chinese fonts by apt (about 200 MB to download).',
  );
  const started = Date.now();
  const line = progressLine();
  const timer = setInterval(() => line.show(`apt-get, ${Math.round((Date.now() - started) / 1000)} s`), 1000);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update', '-q'], { env });
  const { code, output } = await runQuietly(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES],
    { env },
  );
  clearInterval(timer);
  line.end();
  if (code !== 0) return skip('apt 安装失败', `apt-get failed: ${output.trim().split('\n').at(-1)}`);
  // Some systems have a package of that name that brings something else.
  if (!existsSync(CHROMIUM)) return skip(`安装后没有 ${CHROMIUM}`, `there is no ${CHROMIUM} after the installation`);
  explain('浏览器安装完成。', 'Browser installed.');
}
