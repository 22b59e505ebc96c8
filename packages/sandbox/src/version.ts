import manifest from '../package.json' with { type: 'json' };

/** Version of the sandbox, as in its package. */
export const VERSION: string = manifest.version;
