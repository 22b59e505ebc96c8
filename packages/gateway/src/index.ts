export { API_REFERENCE, type ReferenceRoute } from './api/reference.ts';
export { apiDocument } from './api/scopes.ts';
export type { GatewayConfig } from './config.ts';
export { GATEWAY_ERRORS } from './errors.ts';
export { NEXT_STEPS } from './platform/next-steps.ts';
export { type Gateway, type GatewayParts, startGateway } from './program.ts';
export { GATEWAY_MIGRATIONS } from './start/migrations.ts';
export { VERSION } from './version.ts';
export { WEBHOOK_ERRORS } from './webhooks/errors.ts';
