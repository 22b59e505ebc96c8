import type { Bilingual } from '@yuzhu/contract';
import type { BookingCommand, BookingState } from './decide.ts';

/** States in words. */
export const STATE_WORDS: Readonly<Record<BookingState, Bilingual>> = {
  refused: { zh: '创单时拒绝', en: 'refused' },
  wait_pay: { zh: '待付加价', en: 'waiting for the surcharge' },
  wait_accept: { zh: '待接单', en: 'waiting for acceptance' },
  accepted: { zh: '已接单', en: 'accepted' },
  rejected: { zh: '已拒单', en: 'rejected' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  checked_in: { zh: '已入住', en: 'checked in' },
  checked_out: { zh: '已离店', en: 'checked out' },
  no_show: { zh: '未入住', en: 'no-show' },
};

/** Commands in words. */
export const COMMAND_WORDS: Readonly<Record<BookingCommand['kind'], Bilingual>> = {
  pay: { zh: '付款', en: 'payment' },
  accept: { zh: '接单', en: 'accept' },
  reject: { zh: '拒单', en: 'reject' },
  check_in: { zh: '入住', en: 'check in' },
  check_out: { zh: '离店', en: 'check out' },
  no_show: { zh: '未入住', en: 'no-show' },
};
