/** What the rooms of the server need of a logger; pino fits it. Never pass secrets or vendor bodies. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(facts: object): Log;
}
