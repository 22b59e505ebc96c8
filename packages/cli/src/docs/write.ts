import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GENERATED_PAGES } from './pages.ts';

for (const { file, text } of GENERATED_PAGES) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text());
  process.stdout.write(`${file}\n`);
}
