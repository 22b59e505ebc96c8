import { createRootRoute, createRoute } from '@tanstack/react-router';
import { NotFound } from '../shared/not-found.tsx';
import { areaRouter } from '../shared/search.ts';
import { BookPage, readStaySearch } from './bookings/book-page.tsx';
import { BookingsPage } from './bookings/list-page.tsx';
import { BookingPage } from './bookings/page.tsx';
import { GuestFrame } from './frame.tsx';
import { OrdersPage } from './orders/list-page.tsx';
import { OrderPage } from './orders/page.tsx';
import { VouchersPage } from './vouchers/list-page.tsx';
import { VoucherPage } from './vouchers/page.tsx';

const root = createRootRoute({ component: GuestFrame, notFoundComponent: NotFound });
const at = () => root;

const pages = root.addChildren([
  createRoute({ getParentRoute: at, path: '/', component: VouchersPage }),
  createRoute({ getParentRoute: at, path: '/vouchers/$voucherId', component: VoucherPage }),
  createRoute({ getParentRoute: at, path: '/orders', component: OrdersPage }),
  createRoute({ getParentRoute: at, path: '/orders/$orderId', component: OrderPage }),
  createRoute({
    getParentRoute: at,
    path: '/orders/$orderId/book',
    component: BookPage,
    validateSearch: readStaySearch,
  }),
  createRoute({ getParentRoute: at, path: '/bookings', component: BookingsPage }),
  createRoute({ getParentRoute: at, path: '/bookings/$bookingId', component: BookingPage }),
]);

/** The pages for guests, below `base`. */
export const router = (base: string) => areaRouter(pages, base);
