import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { silentLogger } from './log.ts';
import { createShutdown, EXIT } from './shutdown.ts';
import { spawnProgram, until } from './testkit/index.ts';

describe('createShutdown', () => {
  const make = (limitMs?: number) => {
    const exits: number[] = [];
    const shutdown = createShutdown({
      log: silentLogger(),
      exit: (code) => exits.push(code),
      ...(limitMs === undefined ? {} : { limitMs }),
    });
    return { shutdown, exits };
  };

  it('closes in reverse order, one after the other, once', async () => {
    const { shutdown, exits } = make();
    const order: string[] = [];
    for (const name of ['database', 'workers', 'http']) {
      shutdown.add(name, async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      });
    }
    expect(shutdown.signal.aborted).toBe(false);
    await Promise.all([shutdown.stop('test'), shutdown.stop('again', 5)]);
    expect(shutdown.signal.aborted).toBe(true);
    expect(order).toEqual([
      'http begins',
      'http ends',
      'workers begins',
      'workers ends',
      'database begins',
      'database ends',
    ]);
    expect(exits).toEqual([EXIT.ok]);
  });

  it('goes on after a closer that fails, and tells by the exit code', async () => {
    const { shutdown, exits } = make();
    let closed = false;
    shutdown.add('first', () => {
      closed = true;
    });
    shutdown.add('bad', () => Promise.reject(new Error('no')));
    await shutdown.stop('test');
    expect(closed).toBe(true);
    expect(exits).toEqual([EXIT.failure]);
  });

  it('takes a signal that arrives twice in one instant for one', async () => {
    const { shutdown, exits } = make();
    const gate = Promise.withResolvers<void>();
    shutdown.add('work', () => gate.promise);
    const others = new Set(process.listeners('SIGINT'));
    const uninstall = shutdown.install();
    const onSignal = process.listeners('SIGINT').find((listener) => !others.has(listener));
    onSignal?.('SIGINT');
    onSignal?.('SIGINT');
    expect(exits).toEqual([]);
    gate.resolve();
    await shutdown.stop('again');
    expect(exits).toEqual([EXIT.ok]);
    uninstall();
    expect(process.listeners('SIGINT')).toEqual([...others]);
  });

  it('ends hard when closers take too long', async () => {
    const { shutdown, exits } = make(10);
    shutdown.add('never', () => new Promise(() => undefined));
    await shutdown.stop('test');
    expect(exits).toEqual([EXIT.unfinished]);
  });
});

describe('a real program', () => {
  const start = () =>
    spawnProgram({ file: 'packages/runtime/src/testkit/programs/slow-server.ts', ready: /ready (http:\S+)/ });

  it('finishes the request in flight on SIGTERM, takes no new one, and ends with 0', async () => {
    const program = await start();
    const url = program.ready[1] ?? '';
    const answer = request(`${url}/slow`);
    await until(() => program.logs().includes('slow begins'));
    const ended = program.kill('SIGTERM');
    await until(() => program.logs().includes('stopping'));
    await expect(request(`${url}/health`)).rejects.toThrow('ECONNREFUSED');
    // The program answers only now, well after it was told to stop.
    process.kill(program.pid, 'SIGUSR2');
    const { statusCode, body } = await answer;
    expect([statusCode, await body.json()]).toEqual([200, { done: true }]);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(program.logs()).toContain('database closed after the server');
  });

  it('ends at once on a later second signal', async () => {
    const program = await start();
    const answer = request(`${program.ready[1]}/slow`).catch((error: Error) => error);
    await until(() => program.logs().includes('slow begins'));
    process.kill(program.pid, 'SIGINT');
    await until(() => program.logs().includes('stopping'));
    await until(() => {
      if (program.logs().includes('second signal')) return true;
      // Again and again, because one soon after the first counts as the same key press. It may have ended meanwhile.
      process.kill(program.pid, 'SIGINT');
      return false;
    });
    expect(await program.ended).toEqual({ code: 130, signal: null });
    expect(await answer).toBeInstanceOf(Error);
  });
});
