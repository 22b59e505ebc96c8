import Type from 'typebox';
import { HOTEL_DETAILS, type HotelDetails } from '../../hotels/details.ts';

/** What a hotel tells of itself, listed once in the reference. */
export const hotelDetails = Type.Unsafe<HotelDetails>({ ...HOTEL_DETAILS, 'x-name': 'HotelDetails' });
