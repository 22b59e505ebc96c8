import type { Plugin } from 'vite';

/**
 * One built page serves /console, /guest and /operator, at any depth below them. Links with relative addresses would be
 * looked for below the depth the page was opened at, so the built page finds out its area first and then loads its files
 * from there: the styles before the code, so that nothing is shown undressed.
 */
export function loadBelowArea(): Plugin {
  return {
    name: 'load-below-area',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const found = { entry: '', preloads: [] as string[], styles: [] as string[] };
        const bare = html
          .replace(/\s*<script type="module"[^>]*src="\.\/([^"]+)"[^>]*><\/script>/g, (_, file: string) => {
            found.entry = file;
            return '';
          })
          .replace(
            /\s*<link rel="(modulepreload|stylesheet)"[^>]*href="\.\/([^"]+)"[^>]*>/g,
            (_, rel, file: string) => {
              (rel === 'stylesheet' ? found.styles : found.preloads).push(file);
              return '';
            },
          );
        if (found.entry === '') throw new Error('the built page has no entry script');
        return bare.replace('</head>', `<script type="module">\n${loader(found)}    </script>\n  </head>`);
      },
    },
  };
}

function loader({ entry, preloads, styles }: { entry: string; preloads: string[]; styles: string[] }): string {
  return `      const area = /^.*?\\/(?:console|guest|operator)(?=\\/|$)/.exec(location.pathname)?.[0] ?? '';
      const add = (rel, file) => new Promise((done) => {
        document.head.append(Object.assign(document.createElement('link'), { rel, href: area + '/' + file, onload: done, onerror: done }));
      });
      for (const file of ${JSON.stringify([entry, ...preloads])}) add('modulepreload', file);
      await Promise.all(${JSON.stringify(styles)}.map((file) => add('stylesheet', file)));
      await import(area + '/${entry}');
`;
}
