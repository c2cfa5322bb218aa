import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm';

interface EngineModule {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

let loaded: Promise<EngineModule> | undefined;

/**
 * Runs `work` with Prisma's schema engine, the one of `prisma migrate` as WebAssembly, over `adapter`. It needs
 * no download and works on PGlite too.
 *
 * @param datamodels at least one; the engine panics without.
 */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  datamodels: SchemaContainer[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const bound = bindMigrationAwareSqlAdapterFactory(adapter);
  const files = datamodels.map(({ path, content }): [string, string] => [path, content]);
  const engine = await SchemaEngine.new({ datamodels: files }, () => undefined, bound);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

/** Instantiated by hand: its own entry imports the .wasm file as a module, which jest and bundlers cannot. */
async function load(): Promise<EngineModule> {
  const specifier = '@prisma/schema-engine-wasm/schema_engine_bg';
  const glue = (await import(specifier)) as EngineModule & WebAssembly.ModuleImports;
  const wasm = createRequire(import.meta.url)
    .resolve(specifier)
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), { './schema_engine_bg.js': glue });
  const start = instance.exports['__wbindgen_start'] as () => void;
  glue.__wbg_set_wasm(instance.exports);
  start();
  return glue;
}
