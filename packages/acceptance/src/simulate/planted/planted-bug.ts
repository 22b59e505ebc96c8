import type { Bilingual } from '@yuzhu/contract';
import type pg from 'pg';
import type { Message, Reply } from '../network/network.ts';
import type { ProgramName } from '../programs/programs.ts';

/**
 * A bug put into a run on purpose. It lives at the seams of the simulation (statements on their way to the database, the
 * database's own functions, messages on the wire), so that nothing in the programs knows of it and nothing can switch it
 * on in production.
 */
export interface PlantedBug {
  /** Short name: `lost-outbox-row`. */
  readonly name: string;
  readonly about: Bilingual;
  /** Run in the run's database before the programs start. */
  readonly sql?: readonly string[];
  rewrite?(program: ProgramName, config: pg.QueryConfig): pg.QueryConfig;
  tamperRequest?(message: Message): Message;
  tamperReply?(message: Message, reply: Reply): Reply;
  /**
   * Keeps a statement outside a transaction open for a while before its commit: `claimed` answers it at once, `slow` after
   * the commit.
   */
  commits?(program: ProgramName, statement: string): 'claimed' | 'slow' | undefined;
}
