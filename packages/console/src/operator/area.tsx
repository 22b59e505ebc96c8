import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { NotFound } from '../shared/not-found.tsx';
import { areaRouter } from '../shared/search.ts';
import { BackOfficePage } from './back-office/page.tsx';
import { ClockPage } from './clock/page.tsx';
import { NoticesPage } from './exchanges/notices-page.tsx';
import { ExchangesPage, readExchangeSearch } from './exchanges/page.tsx';
import { FaultsPage } from './faults/page.tsx';
import { OperatorFrame } from './frame.tsx';
import { LedgerPage, readLedgerSearch } from './ledger/page.tsx';
import { MerchantsPage } from './merchants/page.tsx';
import { AuditsPage, readAuditsSearch } from './products/audits-page.tsx';
import { MatchesPage } from './products/matches-page.tsx';
import { ProductsPage } from './products/page.tsx';
import { PromotionsPage } from './promotions/page.tsx';

const root = createRootRoute({ component: OperatorFrame, notFoundComponent: NotFound });
const at = () => root;

const pages = root.addChildren([
  createRoute({
    getParentRoute: at,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/clock' });
    },
  }),
  createRoute({ getParentRoute: at, path: '/clock', component: ClockPage }),
  createRoute({ getParentRoute: at, path: '/products', component: ProductsPage }),
  createRoute({ getParentRoute: at, path: '/audits', component: AuditsPage, validateSearch: readAuditsSearch }),
  createRoute({ getParentRoute: at, path: '/matches', component: MatchesPage }),
  createRoute({ getParentRoute: at, path: '/promotions', component: PromotionsPage }),
  createRoute({ getParentRoute: at, path: '/back-office', component: BackOfficePage }),
  createRoute({ getParentRoute: at, path: '/merchants', component: MerchantsPage }),
  createRoute({ getParentRoute: at, path: '/exchanges', component: ExchangesPage, validateSearch: readExchangeSearch }),
  createRoute({ getParentRoute: at, path: '/notices', component: NoticesPage }),
  createRoute({ getParentRoute: at, path: '/faults', component: FaultsPage }),
  createRoute({ getParentRoute: at, path: '/ledger', component: LedgerPage, validateSearch: readLedgerSearch }),
]);

/** The pages for the platform's operator, below `base`. */
export const router = (base: string) => areaRouter(pages, base);
