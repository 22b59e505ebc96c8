export { type Clock, type ClockListener, manualClock, type SettableClock, systemClock } from './clock.ts';
export {
  type Config,
  defineSettings,
  describeSettings,
  loadConfig,
  type Setting,
  type Settings,
  type SettingTypes,
} from './config.ts';
export {
  type ConnectionClass,
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Session,
  type Statement,
  statement,
  type TransactionOptions,
} from './database.ts';
export { databaseAddress, isRetryable, sqlState } from './database-faults.ts';
export { typeParsers } from './database-types.ts';
export { docsScope } from './docs-scope.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres/start.ts';
export {
  AppError,
  defineErrors,
  describeErrors,
  type ErrorDetails,
  type ErrorEntry,
  type ErrorRegistry,
  type SerializedError,
} from './errors.ts';
export type { HealthReply, ReadyReply } from './http-operations.ts';
export type { ErrorReply, ListenOptions, ReadinessCheck, Scope, ServerOptions } from './http-options.ts';
export { createServer, freePort, plainErrorReply, type Server } from './http-server.ts';
export { createLogger, LOG_LEVELS, type Logger, type LogLevel, type LogOptions, silentLogger } from './log.ts';
export { maskDeep, maskEmail, maskIdNumber, maskName, maskPhone, maskText } from './mask.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export {
  isMigrated,
  type MigrationReport,
  type Migrations,
  migrate,
} from './migrate.ts';
export { type OpenedDatabase, openProgramDatabase, type ProgramDatabaseOptions } from './program-database.ts';
export { PROGRAM_SETTINGS } from './program-settings.ts';
export { type Random, seededRandom, systemRandom } from './random.ts';
export { RUNTIME_ERRORS } from './runtime-errors.ts';
export { createShutdown, EXIT, type Shutdown, type ShutdownOptions } from './shutdown.ts';
export { startLoop, type WorkLoop, type WorkLoopOptions } from './work-loop.ts';
