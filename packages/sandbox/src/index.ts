export type { SandboxSettings } from './config.ts';
export { SANDBOX_ERRORS } from './errors.ts';
export { type Sandbox, type SandboxParts, startSandbox } from './program.ts';
export { DEMO_MERCHANT, SECOND_MERCHANT, type SeedMerchant } from './seed/seed.ts';
export { SEED_USERS } from './seed/users.ts';
export { SANDBOX_MIGRATIONS } from './start/database.ts';
