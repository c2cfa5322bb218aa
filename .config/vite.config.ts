import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API that `vite` and `vite preview` pass requests on to. */
const server = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;
const proxy = { '/graphql': { target: server, ws: true }, '/api': { target: server } };

export default defineConfig({
  root: join(import.meta.dirname, '../client/dashboard'),
  base: '/tiktok/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy allows files of this origin, and no data: URLs.
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: { proxy },
});
