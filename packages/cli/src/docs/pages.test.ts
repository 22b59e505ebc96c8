import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENERATED_PAGES } from './pages.ts';

describe('generated pages', () => {
  it.each(GENERATED_PAGES.map((page) => ({ ...page, name: basename(page.file) })))(
    '$name is what the source says (`npm run docs` writes it)',
    async ({ file, text }) => {
      expect(await readFile(file, 'utf8')).toBe(text());
    },
  );
});
