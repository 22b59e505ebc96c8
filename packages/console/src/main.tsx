import type { AnyRouter } from '@tanstack/react-router';
import { mount } from './shared/app.tsx';

/** The areas of the pages by the first part of the address: hotel staff, guests, the platform's operator. */
const AREAS: Readonly<Record<string, () => Promise<{ readonly router: (base: string) => AnyRouter }>>> = {
  console: () => import('./staff/area.tsx'),
  guest: () => import('./guest/area.tsx'),
  operator: () => import('./operator/area.tsx'),
};

const [base = '', name = ''] = /^.*?\/(console|guest|operator)(?=\/|$)/.exec(location.pathname) ?? [];
const area = await AREAS[name]?.();
if (area === undefined) document.body.textContent = '404: /console, /guest, /operator';
else mount(area.router(base));
