declare module 'worker-source' {
  /** The bundled script of the worker. */
  const source: string;
  export default source;
}

declare module 'formats' {
  /** The names of the readers, which only the worker carries. */
  const formats: readonly string[];
  export default formats;
}
