import Type from 'typebox';
import { ROOM_DETAILS, type RoomDetails } from '../../rooms/details.ts';

/** What a hotel tells of a room type, listed once in the reference. */
export const roomDetails = Type.Unsafe<RoomDetails>({ ...ROOM_DETAILS, 'x-name': 'RoomDetails' });
