import getAcceptance from './account/get-acceptance.ts';
import getAccount from './account/get-account.ts';
import getCalendarWay from './account/get-calendar-way.ts';
import setAcceptance from './account/set-acceptance.ts';
import setCalendarWay from './account/set-calendar-way.ts';
import fetchBillDay from './bills/fetch-bill-day.ts';
import getBillDay from './bills/get-bill-day.ts';
import listBillLines from './bills/list-bill-lines.ts';
import listBillMatches from './bills/list-bill-matches.ts';
import acceptBooking from './bookings/accept-booking.ts';
import checkIn from './bookings/check-in.ts';
import checkOut from './bookings/check-out.ts';
import clearAttention from './bookings/clear-attention.ts';
import getBooking from './bookings/get-booking.ts';
import getBookingGuests from './bookings/get-booking-guests.ts';
import listBookings from './bookings/list-bookings.ts';
import noShow from './bookings/no-show.ts';
import rejectBooking from './bookings/reject-booking.ts';
import compareCalendar from './calendar/compare-calendar.ts';
import getCalendar from './calendar/get-calendar.ts';
import getSync from './calendar/get-sync.ts';
import listDifferences from './calendar/list-differences.ts';
import listOverbooking from './calendar/list-overbooking.ts';
import listPauses from './calendar/list-pauses.ts';
import listPending from './calendar/list-pending.ts';
import listRefusals from './calendar/list-refusals.ts';
import listStops from './calendar/list-stops.ts';
import listUnpulled from './calendar/list-unpulled.ts';
import previewStop from './calendar/preview-stop.ts';
import pushCalendar from './calendar/push-calendar.ts';
import putCalendar from './calendar/put-calendar.ts';
import repairDifferences from './calendar/repair-differences.ts';
import resumeSales from './calendar/resume-sales.ts';
import startSync from './calendar/start-sync.ts';
import stopSales from './calendar/stop-sales.ts';
import checkBrokenMatches from './goods/check-broken-matches.ts';
import getRatePlan from './goods/get-rate-plan.ts';
import listBrokenMatches from './goods/list-broken-matches.ts';
import listRatePlans from './goods/list-rate-plans.ts';
import publishRatePlans from './goods/publish-rate-plans.ts';
import saveRatePlan from './goods/save-rate-plan.ts';
import getHotel from './hotels/get-hotel.ts';
import getHotelDetails from './hotels/get-hotel-details.ts';
import listHotels from './hotels/list-hotels.ts';
import lookupPlatformHotels from './hotels/lookup-platform-hotels.ts';
import matchHotel from './hotels/match-hotel.ts';
import publishHotel from './hotels/publish-hotel.ts';
import saveHotel from './hotels/save-hotel.ts';
import saveHotelDetails from './hotels/save-hotel-details.ts';
import unmatchHotel from './hotels/unmatch-hotel.ts';
import createApiKey from './operator/create-api-key.ts';
import listAccounts from './operator/list-accounts.ts';
import listApiKeys from './operator/list-api-keys.ts';
import listApplications from './operator/list-applications.ts';
import listNotices from './operator/list-notices.ts';
import purgeStress from './operator/purge-stress.ts';
import retryNotice from './operator/retry-notice.ts';
import revokeApiKey from './operator/revoke-api-key.ts';
import saveAccount from './operator/save-account.ts';
import saveApplication from './operator/save-application.ts';
import saveLimits from './operator/save-limits.ts';
import clearOrderAttention from './orders/clear-order-attention.ts';
import getVoucherOrder from './orders/get-voucher-order.ts';
import getVoucherOrderGuests from './orders/get-voucher-order-guests.ts';
import listVoucherOrders from './orders/list-voucher-orders.ts';
import getRoomDetails from './rooms/get-room-details.ts';
import getRoomType from './rooms/get-room-type.ts';
import listRoomTypes from './rooms/list-room-types.ts';
import lookupPlatformRooms from './rooms/lookup-platform-rooms.ts';
import matchRoomType from './rooms/match-room-type.ts';
import publishRoomType from './rooms/publish-room-type.ts';
import saveRoomDetails from './rooms/save-room-details.ts';
import saveRoomType from './rooms/save-room-type.ts';
import setRoomShelf from './rooms/set-room-shelf.ts';
import unmatchRoomType from './rooms/unmatch-room-type.ts';
import type { AdminCaller, ApiCaller, Route } from './route.ts';
import getExchange from './traffic/get-exchange.ts';
import getTodo from './traffic/get-todo.ts';
import listExchanges from './traffic/list-exchanges.ts';
import listMessages from './traffic/list-messages.ts';
import listPublications from './traffic/list-publications.ts';
import resendMessage from './traffic/resend-message.ts';
import adoptVoucherId from './vouchers/adopt-voucher-id.ts';
import enterHandMade from './vouchers/enter-hand-made.ts';
import getVoucher from './vouchers/get-voucher.ts';
import listUnknownVouchers from './vouchers/list-unknown-vouchers.ts';
import listVouchers from './vouchers/list-vouchers.ts';
import publishVoucher from './vouchers/publish-voucher.ts';
import saveVoucher from './vouchers/save-voucher.ts';
import setShelf from './vouchers/set-shelf.ts';

/** Every route of the hotel API, in the order of the reference. */
export const API_ROUTES: readonly Route<ApiCaller>[] = [
  getAccount,
  getAcceptance,
  setAcceptance,
  getCalendarWay,
  setCalendarWay,
  listHotels,
  getHotel,
  saveHotel,
  lookupPlatformHotels,
  matchHotel,
  unmatchHotel,
  getHotelDetails,
  saveHotelDetails,
  publishHotel,
  listRoomTypes,
  getRoomType,
  saveRoomType,
  lookupPlatformRooms,
  matchRoomType,
  unmatchRoomType,
  getRoomDetails,
  saveRoomDetails,
  publishRoomType,
  setRoomShelf,
  listRatePlans,
  getRatePlan,
  saveRatePlan,
  publishRatePlans,
  listBrokenMatches,
  checkBrokenMatches,
  listVouchers,
  getVoucher,
  saveVoucher,
  publishVoucher,
  setShelf,
  adoptVoucherId,
  listUnknownVouchers,
  enterHandMade,
  getCalendar,
  putCalendar,
  listOverbooking,
  listPending,
  listRefusals,
  listPauses,
  listUnpulled,
  compareCalendar,
  pushCalendar,
  listDifferences,
  repairDifferences,
  startSync,
  getSync,
  listStops,
  previewStop,
  stopSales,
  resumeSales,
  listVoucherOrders,
  getVoucherOrder,
  getVoucherOrderGuests,
  clearOrderAttention,
  listBookings,
  getBooking,
  getBookingGuests,
  acceptBooking,
  rejectBooking,
  checkIn,
  checkOut,
  noShow,
  clearAttention,
  listBillMatches,
  listBillLines,
  getBillDay,
  fetchBillDay,
  getTodo,
  listMessages,
  resendMessage,
  listPublications,
  listExchanges,
  getExchange,
];

/** Every route of the operator’s interface. */
export const ADMIN_ROUTES: readonly Route<AdminCaller>[] = [
  listApplications,
  saveApplication,
  saveLimits,
  listAccounts,
  saveAccount,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  listNotices,
  retryNotice,
  purgeStress,
];
