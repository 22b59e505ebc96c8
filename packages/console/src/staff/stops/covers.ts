import type { StopScope } from '../api/stops.ts';

/** Whether a stop takes all of a hotel off sale. */
export function stopsHotel(stop: StopScope, hotelId: string): boolean {
  return stop.level === 'account' || (stop.level === 'hotel' && stop.subject_id === hotelId);
}

/** Whether a stop takes a room type off sale. */
export function stopsRoom(
  stop: StopScope,
  room: { readonly hotel_id: string; readonly room_type_id: string },
): boolean {
  return stopsHotel(stop, room.hotel_id) || (stop.level === 'room_type' && stop.subject_id === room.room_type_id);
}
