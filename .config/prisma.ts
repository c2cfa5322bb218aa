import { defineConfig } from 'prisma/config';

// Generating the client needs no schema engine, but the CLI insists on finding one and would download it.
// Any executable satisfies the check. Other commands keep the real engine.
if (process.argv.includes('generate')) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;
}

const url = process.env['DATABASE_URL'];

export default defineConfig({
  schema: '../prisma/schema',
  migrations: { path: '../prisma/migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
