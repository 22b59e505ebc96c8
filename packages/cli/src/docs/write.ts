import { writeFile } from 'node:fs/promises';
import { GENERATED_PAGES } from './pages.ts';

for (const { file, text } of GENERATED_PAGES) {
  await writeFile(file, text());
  process.stdout.write(`${file}\n`);
}
