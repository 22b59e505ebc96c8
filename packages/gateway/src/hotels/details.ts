import { describeProblem, interfaces, readMessage } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import { pictureProblems } from '../rooms/details.ts';
import type { DocumentProblem } from '../vouchers/rules/rule.ts';

/**
 * What a hotel tells of itself: the platform's structure without the ids. Without a name in it, the hotel's own counts.
 * `active` absent means open: it is always sent, because the platform can not tell "unset" from "closed" (sdk).
 */
export const HOTEL_DETAILS = Type.Omit(interfaces.hotelSave.request, ['account_id', 'out_hotel_id', 'hotel_id']);

/** What a hotel tells of itself. */
export type HotelDetails = Static<typeof HOTEL_DETAILS>;

/** Checks details before they are kept: the contract's shape, then what the platform is known to refuse. Empty: all is well. */
export function checkHotelDetails(details: unknown): DocumentProblem[] {
  const reading = readMessage(HOTEL_DETAILS, details, 'strict');
  if (reading.value === undefined) {
    return reading.faults.map((fault) => ({
      path: fault.path,
      zh: `${fault.path || '内容'} 缺失或不符合要求（应为：${fault.expected}）`,
      en: describeProblem(fault),
    }));
  }
  const { hotel_images: images = [], hotel_base_info: info = {} } = reading.value;
  const { latitude, longitude } = info;
  return [
    ...pictureProblems(images, 'hotel_images'),
    ...((latitude === undefined) === (longitude === undefined)
      ? []
      : [
          {
            path: 'hotel_base_info.latitude',
            zh: '经度与纬度应同时填写',
            en: 'latitude and longitude belong together',
          },
        ]),
  ];
}
