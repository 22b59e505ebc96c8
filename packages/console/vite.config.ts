import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { loadBelowArea } from './area-loader.ts';

/** The programs that answer the APIs while pages are being worked on (`npm run dev`). */
const gateway = `http://127.0.0.1:${process.env.YUZHU_GATEWAY_PORT ?? 7001}`;
const sandbox = `http://127.0.0.1:${process.env.YUZHU_SANDBOX_PORT ?? 7002}`;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative: the same files are served below /console, /guest and /operator.
  base: './',
  plugins: [react(), loadBelowArea()],
  build: {
    target: 'es2022',
    // Sizes after gzip are of no use at start-up, and measuring them costs time.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    proxy: { '/api': gateway, '/guest/v1': sandbox, '/operator/v1': sandbox },
  },
});
