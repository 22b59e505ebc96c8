import manifest from '../package.json' with { type: 'json' };

/** Version of the gateway, as in its package. */
export const VERSION: string = manifest.version;
