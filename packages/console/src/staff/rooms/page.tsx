import { Button } from 'antd';
import { PageHead } from '../../shared/frame.tsx';
import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark, type Tone } from '../../shared/mark.tsx';
import { Records } from '../../shared/records.tsx';
import { Answer, Nothing } from '../../shared/states.tsx';
import { useTell } from '../../shared/tell.tsx';
import { type Hotel, type HotelState, useHotels, usePublishHotel } from '../api/catalogue.ts';
import { type RoomState, type RoomType, usePublishRoom, useRoomShelf, useRoomTypes } from '../api/rooms.ts';
import { type Stop, useRunningStops } from '../api/stops.ts';
import { stopsHotel, stopsRoom } from '../stops/covers.ts';
import { RunningStops } from '../stops/running.tsx';
import { StopButton } from '../stops/stop-button.tsx';
import { STOPS } from '../stops/texts.ts';
import { ROOMS, STATES, STEPS } from './texts.ts';

const TONES: Readonly<Record<RoomState | HotelState, Tone>> = {
  matching: 'wait',
  claim_pending: 'wait',
  matched: 'good',
  draft: 'plain',
  saving: 'busy',
  auditing: 'wait',
  usable: 'good',
  rejected: 'bad',
  offline: 'plain',
  failed: 'bad',
  deleted: 'plain',
};

/** The account's hotels and room types: how far each got at the platform, why, and what to do next. */
export function RoomsPage() {
  const texts = useTexts(ROOMS);
  const rooms = useRoomTypes();
  const stops = useRunningStops().data ?? [];
  return (
    <>
      <PageHead title={texts.title}>
        <StopButton scope={{ level: 'account', subject_id: '' }} />
      </PageHead>
      <RunningStops />
      <Answer of={useHotels()}>
        {(hotels) =>
          hotels.length === 0 ? (
            <Nothing>{texts.noHotels}</Nothing>
          ) : (
            <Answer of={rooms}>
              {(all) =>
                hotels.map((hotel) => (
                  <HotelSheet
                    key={hotel.hotel_id}
                    hotel={hotel}
                    rooms={all.filter(({ hotel_id: id }) => id === hotel.hotel_id)}
                    stops={stops}
                  />
                ))
              }
            </Answer>
          )
        }
      </Answer>
    </>
  );
}

function HotelSheet({
  hotel,
  rooms,
  stops,
}: {
  readonly hotel: Hotel;
  readonly rooms: readonly RoomType[];
  readonly stops: readonly Stop[];
}) {
  const texts = useTexts(ROOMS);
  const stopTexts = useTexts(STOPS);
  const states = useTexts(STATES);
  const steps = useTexts(STEPS);
  return (
    <section className="sheet stack">
      <h2>{hotel.name}</h2>
      <HotelLine hotel={hotel} isStopped={stops.some((stop) => stopsHotel(stop, hotel.hotel_id))} />
      {rooms.length === 0 ? (
        <Nothing>{texts.noRooms}</Nothing>
      ) : (
        <Records
          label={hotel.name}
          rows={rooms}
          rowKey={(room) => room.room_type_id}
          columns={[
            {
              key: 'room',
              title: texts.room,
              place: 'heading',
              render: (room) => (
                <>
                  <strong>{room.name}</strong>
                  <span className="soft small block">
                    <span className="mono">{room.room_type_id}</span> · {fill(texts.guests, { n: room.max_guests })}
                  </span>
                </>
              ),
            },
            {
              key: 'platform',
              title: texts.atPlatform,
              render: (room) => <PlatformId id={room.platform_room_id} />,
            },
            {
              key: 'state',
              title: texts.state,
              render: (room) => (
                <>
                  <span className="tools">
                    {isMatchedByHand(room.publish_state, room.platform_room_id) ? (
                      <Mark tone="good">{states.matched}</Mark>
                    ) : (
                      <Mark tone={TONES[room.publish_state]}>{states[room.publish_state]}</Mark>
                    )}
                    {stops.some((stop) => stopsRoom(stop, room)) ? <Mark tone="bad">{stopTexts.stopped}</Mark> : null}
                  </span>
                  {room.publish_reason === null ? null : <span className="bad block">{room.publish_reason}</span>}
                  <Wish room={room} />
                </>
              ),
            },
            {
              key: 'next',
              title: texts.nextStep,
              render: (room) =>
                isMatchedByHand(room.publish_state, room.platform_room_id) ? null : (
                  <span className="small">{steps[room.publish_state]}</span>
                ),
            },
            { key: 'actions', title: '', place: 'actions', render: (room) => <RoomActions room={room} /> },
          ]}
        />
      )}
    </section>
  );
}

/** Matched by hand and never sent: all is well, and no step is next. */
function isMatchedByHand(state: string, platformId: string | null): boolean {
  return state === 'draft' && platformId !== null;
}

/** Where the hotel itself stands. */
function HotelLine({ hotel, isStopped }: { readonly hotel: Hotel; readonly isStopped: boolean }) {
  const texts = useTexts(ROOMS);
  const stopTexts = useTexts(STOPS);
  const states = useTexts(STATES);
  const steps = useTexts(STEPS);
  const tell = useTell();
  const publish = usePublishHotel();
  const { hotel_id: id, publish_state: state, publish_reason: reason, platform_hotel_id: platformId } = hotel;
  const byHand = isMatchedByHand(state, platformId);
  return (
    <div className="tools">
      <Mark tone={byHand ? 'good' : TONES[state]}>{byHand ? states.matched : states[state]}</Mark>
      {isStopped ? <Mark tone="bad">{stopTexts.stopped}</Mark> : null}
      <span className="soft small">
        {texts.atPlatform} <PlatformId id={platformId} />
      </span>
      {reason === null ? null : <span className="bad">{reason}</span>}
      {byHand ? null : <span className="small">{steps[state]}</span>}
      {state === 'rejected' || state === 'failed' ? (
        <Button
          size="small"
          loading={publish.isPending}
          onClick={() => void tell(publish.mutateAsync(id), () => texts.sent)}
        >
          {texts.publish}
        </Button>
      ) : null}
      <StopButton small scope={{ level: 'hotel', subject_id: id }} />
    </div>
  );
}

/** The platform's id, or that there is none. */
function PlatformId({ id }: { readonly id: string | null }) {
  const texts = useTexts(ROOMS);
  return id === null ? <span className="soft">{texts.notMatched}</span> : <span className="mono">{id}</span>;
}

/** What was asked for and is not so yet. */
function Wish({ room }: { readonly room: RoomType }) {
  const texts = useTexts(ROOMS);
  const { wanted_shelf: wanted, publish_state: state } = room;
  const done = wanted === null || (wanted === 'on' ? state === 'usable' : state === 'offline');
  return done ? null : <span className="soft small block">{fill(texts.wanted, { what: texts[wanted] })}</span>;
}

function RoomActions({ room }: { readonly room: RoomType }) {
  const texts = useTexts(ROOMS);
  const tell = useTell();
  const publish = usePublishRoom();
  const shelf = useRoomShelf();
  const { room_type_id: id, publish_state: state, platform_room_id: platformId } = room;
  const wanted = state === 'offline' ? 'on' : 'off';
  return (
    <span className="tools">
      {state === 'rejected' || state === 'failed' || state === 'deleted' ? (
        <Button
          size="small"
          loading={publish.isPending}
          onClick={() => void tell(publish.mutateAsync(id), () => texts.sent)}
        >
          {texts.publish}
        </Button>
      ) : null}
      {platformId === null || state === 'saving' ? null : (
        <Button
          size="small"
          loading={shelf.isPending}
          onClick={() => void tell(shelf.mutateAsync({ id, wanted }), () => texts.noted)}
        >
          {texts[wanted]}
        </Button>
      )}
      <StopButton small scope={{ level: 'room_type', subject_id: id }} />
    </span>
  );
}
