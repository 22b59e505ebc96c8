import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interfaceRows } from './interface-places-page.ts';
import { GENERATED_PAGES } from './pages.ts';

describe('generated pages', () => {
  it.each(GENERATED_PAGES.map((page) => ({ ...page, name: basename(page.file) })))(
    '$name is what the source says (`npm run docs` writes it)',
    async ({ file, text }) => {
      expect(await readFile(file, 'utf8')).toBe(text());
    },
  );
});

describe('every interface', () => {
  it.each([...interfaceRows()])('$name has its file, its sandbox, its gateway and its cases', (row) => {
    expect(row.contract).toHaveLength(1);
    for (const place of ['sandbox', 'gateway', 'cases'] as const) expect(row[place], place).not.toEqual([]);
  });

  it('defined in a file of its own stands in the registry', async () => {
    const defined = [];
    const folder = resolve(import.meta.dirname, '../../../contract/src/interfaces');
    for await (const file of glob('*.ts', { cwd: folder })) {
      const text = await readFile(join(folder, file), 'utf8');
      if (/^export const \w+ = (?:openApi|spi|webhook)\(/m.test(text))
        defined.push(`packages/contract/src/interfaces/${file}`);
    }
    expect(defined.sort()).toEqual(
      interfaceRows()
        .flatMap(({ contract }) => contract)
        .sort(),
    );
  });
});

describe('all pages', () => {
  it('have links that lead somewhere', async () => {
    const root = resolve(import.meta.dirname, '../../../..');
    const pages = [];
    for (const pattern of ['*.md', 'docs/**/*.md'])
      for await (const page of glob(pattern, { cwd: root })) pages.push(page);
    expect(pages).toContain('README.md');
    const broken = [];
    for (const page of pages) {
      const text = await readFile(join(root, page), 'utf8');
      for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#\s]*)(?:#([^)]*))?\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const file = target === '' ? join(root, page) : join(root, dirname(page), target);
        if (!existsSync(file)) broken.push(`${page} -> ${target}`);
        else if (anchor !== undefined && !headings(await readFile(file, 'utf8')).includes(anchor))
          broken.push(`${page} -> ${target}#${anchor}`);
      }
    }
    expect(broken).toEqual([]);
  });
});

/** Anchors of a page's headings, as code hosts make them. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
