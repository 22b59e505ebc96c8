#!/usr/bin/env node
import { useCompileCache } from './compile-cache.ts';

// Before anything big is loaded.
useCompileCache();
const { runCommandLine } = await import('./command-line.ts');

process.exitCode = await runCommandLine(process.argv.slice(2));
