import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { NotFound } from '../shared/not-found.tsx';
import { areaRouter } from '../shared/search.ts';
import { BillsPage, readBillsSearch } from './bills/page.tsx';
import { BookingsPage, readBookingsSearch } from './bookings/list-page.tsx';
import { BookingPage } from './bookings/page.tsx';
import { CalendarPage, readCalendarSearch } from './calendar/page.tsx';
import { StaffFrame } from './frame.tsx';
import { MatchingPage, readMatchingSearch } from './matching/page.tsx';
import { OrdersPage, readOrdersSearch } from './orders/list-page.tsx';
import { RoomsPage } from './rooms/page.tsx';
import { readTodaySearch, TodayPage } from './today/page.tsx';
import { TodoPage } from './todo/page.tsx';

const root = createRootRoute({ component: StaffFrame, notFoundComponent: NotFound });
const at = () => root;

const pages = root.addChildren([
  createRoute({
    getParentRoute: at,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/today' });
    },
  }),
  createRoute({ getParentRoute: at, path: '/today', component: TodayPage, validateSearch: readTodaySearch }),
  createRoute({ getParentRoute: at, path: '/bookings', component: BookingsPage, validateSearch: readBookingsSearch }),
  createRoute({ getParentRoute: at, path: '/bookings/$orderId', component: BookingPage }),
  createRoute({ getParentRoute: at, path: '/orders', component: OrdersPage, validateSearch: readOrdersSearch }),
  createRoute({ getParentRoute: at, path: '/calendar', component: CalendarPage, validateSearch: readCalendarSearch }),
  createRoute({ getParentRoute: at, path: '/rooms', component: RoomsPage }),
  createRoute({ getParentRoute: at, path: '/todo', component: TodoPage }),
  createRoute({ getParentRoute: at, path: '/matching', component: MatchingPage, validateSearch: readMatchingSearch }),
  createRoute({ getParentRoute: at, path: '/bills', component: BillsPage, validateSearch: readBillsSearch }),
]);

/** The pages for hotel staff, below `base`. */
export const router = (base: string) => areaRouter(pages, base);
