import { Command } from 'commander';
import { both, withManners } from '../help.ts';

/** `yuzhu prove`: proofs that take longer than a test. */
export function proveCommand(): Command {
  return withManners(new Command('prove')).description(both('较长时间的证明。', 'Proofs that take longer than a test.'));
}
