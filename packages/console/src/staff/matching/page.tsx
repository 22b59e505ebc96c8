import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { type SearchTexts, word } from '../../shared/search.ts';
import { Answer, Nothing } from '../../shared/states.tsx';
import { type Hotel, useHotels } from '../api/catalogue.ts';
import { type ListedRoom, useListedHotels, useListedRooms, useOwnRooms } from '../api/matching.ts';
import { Proposals } from './proposals.tsx';
import { MATCHING } from './texts.ts';

/** What of the page stands in the address. */
export interface MatchingSearch {
  readonly hotel?: string | undefined;
}

/** Reads it out of an address. */
export function readMatchingSearch(search: SearchTexts): MatchingSearch {
  return { hotel: word(search.hotel) };
}

/** Which hotel and room type of the hotel system is which at the platform. */
export function MatchingPage() {
  const texts = useTexts(MATCHING);
  const listed = useListedHotels();
  const own = useHotels();
  return (
    <>
      <PageHead title={texts.title}>
        <Button loading={listed.isFetching} onClick={() => void listed.refetch()}>
          {texts.lookAgain}
        </Button>
      </PageHead>
      <p className="soft">{texts.about}</p>
      <section className="sheet">
        <h2>{texts.hotels}</h2>
        <Answer of={own}>
          {(hotels) => (
            <Answer of={listed}>
              {(items) =>
                items.length === 0 ? (
                  <Nothing>{texts.noHotels}</Nothing>
                ) : (
                  <Proposals
                    kind="hotels"
                    label={texts.hotels}
                    listed={items.map((one) => ({ ...one, platformId: one.platform_hotel_id, about: one.address }))}
                    own={hotels.map((one) => ({
                      id: one.hotel_id,
                      name: one.name,
                      matched: one.platform_hotel_id !== null,
                    }))}
                  />
                )
              }
            </Answer>
          )}
        </Answer>
      </section>
      <Answer of={own}>{(hotels) => <RoomTypes hotels={hotels} />}</Answer>
    </>
  );
}

function RoomTypes({ hotels }: { readonly hotels: readonly Hotel[] }) {
  const texts = useTexts(MATCHING);
  const search: MatchingSearch = useSearch({ from: '/matching' });
  const navigate = useNavigate({ from: '/matching' });
  const matched = hotels.filter((one) => one.platform_hotel_id !== null);
  const shown = matched.find((one) => one.hotel_id === search.hotel) ?? matched[0];
  return (
    <section className="sheet stack">
      <h2>{texts.rooms}</h2>
      {shown === undefined ? (
        <Nothing>{texts.noMatched}</Nothing>
      ) : (
        <>
          <Select
            aria-label={texts.hotel}
            className="match-choice"
            value={shown.hotel_id}
            onChange={(hotel) => void navigate({ search: { hotel } })}
            options={matched.map((one) => ({ value: one.hotel_id, label: one.name }))}
          />
          <RoomsOf hotelId={shown.hotel_id} platformHotelId={shown.platform_hotel_id ?? ''} />
        </>
      )}
    </section>
  );
}

function RoomsOf({ hotelId, platformHotelId }: { readonly hotelId: string; readonly platformHotelId: string }) {
  const texts = useTexts(MATCHING);
  const listed = useListedRooms(platformHotelId);
  const about = (room: ListedRoom) =>
    [
      room.area === null ? undefined : fill(texts.squareMetres, { n: room.area }),
      room.max_guests === null ? undefined : fill(texts.guests, { n: room.max_guests }),
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
  return (
    <Answer of={useOwnRooms(hotelId)}>
      {(own) => (
        <Answer of={listed}>
          {(items) =>
            items.length === 0 ? (
              <Nothing>{texts.noRooms}</Nothing>
            ) : (
              <Proposals
                kind="room-types"
                label={texts.rooms}
                listed={items.map((one) => ({ ...one, platformId: one.platform_room_id, about: about(one) }))}
                own={own.map((one) => ({
                  id: one.room_type_id,
                  name: one.name,
                  matched: one.platform_room_id !== null,
                }))}
              />
            )
          }
        </Answer>
      )}
    </Answer>
  );
}
