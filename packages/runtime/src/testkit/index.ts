export { freePort } from '../http-server.ts';
export { cloneDatabase, dropDatabase, withDatabase } from './databases.ts';
export { type Program, type ProgramEnd, type ProgramOptions, spawnProgram } from './program.ts';
export { startTestServer, type TestServer } from './server.ts';
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts';
export { type UntilOptions, until } from './until.ts';
export { untilBlocked } from './until-blocked.ts';
