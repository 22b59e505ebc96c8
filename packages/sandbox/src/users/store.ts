import type { Session } from '@yuzhu/runtime';

/** A guest of the platform; made up. */
export interface User {
  readonly userId: string;
  readonly nickname: string;
  /** As in the identity document. */
  readonly name: string;
  /** Eleven digits. */
  readonly phone: string;
}

const COLUMNS = 'user_id AS "userId", nickname, name, phone';

/** Every user, in order of the id. */
export function listUsers(session: Session): Promise<User[]> {
  return session.query<User>(`SELECT ${COLUMNS} FROM sandbox.users ORDER BY user_id`);
}

/** One user. */
export function findUser(session: Session, userId: string): Promise<User | undefined> {
  return session.first<User>(`SELECT ${COLUMNS} FROM sandbox.users WHERE user_id = $1`, [userId]);
}

/** Adds users; those that exist stay as they are. */
export async function addUsers(session: Session, users: readonly User[], now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.users (user_id, nickname, name, phone, created_ms)
     SELECT *, $5::bigint FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      users.map((user) => user.userId),
      users.map((user) => user.nickname),
      users.map((user) => user.name),
      users.map((user) => user.phone),
      now,
    ],
  );
}
