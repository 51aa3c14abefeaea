/**
 * Builds the web application into `dist`, which the server serves as it is. Nothing is fetched from another host, neither
 * while building nor in the browser: fonts, workers and decoders are bundled.
 *
 * `events` and `url` are aliased to the npm packages of those names: without it the build succeeds, but the viewer's
 * dependencies get empty modules and the page dies with "Class extends value undefined".
 */

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './build/licences.ts';

/** Where `npm run dev` finds a running node; the production build never talks to anything but its own origin. */
const developmentNode = process.env.ISOCENTER_DEV_NODE ?? 'http://127.0.0.1:8080';

/** One for the pages and the worker together, so that the list is whole. */
const bundled = licences();

export default defineConfig({
  plugins: [react(), bundled],
  resolve: { alias: { events: 'events/', url: 'url/' } },
  worker: { format: 'es', plugins: () => [bundled] },
  build: { target: 'es2022', chunkSizeWarningLimit: 4096, assetsInlineLimit: 2048 },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': developmentNode,
      '/dicom-web': developmentNode,
    },
  },
});
