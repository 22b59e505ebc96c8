import { everyPage } from './testing/areas/every-page.ts';
import { guests } from './testing/areas/guests.ts';
import { hotelStaff } from './testing/areas/hotel-staff.ts';
import { operator } from './testing/areas/operator.ts';
import { orders } from './testing/areas/orders.ts';
import { openGround } from './testing/ground.ts';

/*
 * The three areas against the real programs: real browser, real database, real protocol between the two. The parts tell
 * one story on one stage, in this order; each looks at the other side too (what the guest or the platform sees of it).
 */

openGround();

hotelStaff();
guests();
operator();
orders();
everyPage();
