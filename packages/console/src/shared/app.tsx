import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider, useLanguage } from './language-context.tsx';
import './look.css';
import { LOOK } from './look.ts';
import { Problem } from './problem.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // An answer that says "no" says it again; only a missing one is asked for once more.
      retry: (failures, error) => failures < 1 && error instanceof Problem && error.status === 0,
    },
  },
});

/** Puts an area's pages into the document. */
export function mount(router: AnyRouter): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no element #root');
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Dressed>
            <RouterProvider router={router} />
          </Dressed>
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}

function Dressed({ children }: { readonly children: React.ReactNode }) {
  const { language } = useLanguage();
  return (
    <ConfigProvider locale={(language === 'zh' ? zhCN : enUS).default} theme={LOOK} button={{ autoInsertSpace: false }}>
      <App notification={{ placement: 'top' }}>{children}</App>
    </ConfigProvider>
  );
}
