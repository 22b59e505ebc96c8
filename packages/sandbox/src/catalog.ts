import { ariNotifyApi } from './calendar/notify.ts';
import { priceSaveApi, stockSaveApi } from './calendar/push.ts';
import { registerCalendarWrites } from './calendar/write.ts';
import type { SandboxContext } from './context.ts';
import { goodsSaveApi } from './goods/save.ts';
import { registerHotelAudit } from './hotels/audit.ts';
import { hotelQueryApi } from './hotels/query.ts';
import { hotelSaveApi } from './hotels/save.ts';
import { hotelScrollApi } from './hotels/scroll.ts';
import { hotelStatusApi } from './hotels/status.ts';
import type { RegisteredOpenApi } from './openapi/handler.ts';
import { registerRoomAudit } from './rooms/audit.ts';
import { roomOperateApi } from './rooms/operate.ts';
import { roomQueryApi } from './rooms/query.ts';
import { roomSaveApi } from './rooms/save.ts';
import { roomStatusApi } from './rooms/status.ts';
import { registerAudit } from './vouchers/audit.ts';
import { productOperateApi } from './vouchers/operate.ts';
import { voucherSaveApi } from './vouchers/save.ts';

/** The OpenAPIs of hotels, goods, vouchers and the calendar. */
export const catalogOpenApis: readonly RegisteredOpenApi[] = [
  hotelQueryApi,
  hotelScrollApi,
  hotelSaveApi,
  hotelStatusApi,
  roomQueryApi,
  roomSaveApi,
  roomStatusApi,
  roomOperateApi,
  goodsSaveApi,
  voucherSaveApi,
  productOperateApi,
  stockSaveApi,
  priceSaveApi,
  ariNotifyApi,
];

/** Registers what the catalogue does later: verdicts of audits, writing of pushes. Notices register themselves. */
export function registerCatalogTimers(ctx: SandboxContext): void {
  registerAudit(ctx);
  registerHotelAudit(ctx);
  registerRoomAudit(ctx);
  registerCalendarWrites(ctx);
}
